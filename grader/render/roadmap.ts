import type { Exercise } from '../domain/exercise.ts';
import { exerciseLines, stateSymbol, type ExerciseRow } from './list.ts';
import { renderNextStep } from './receipt/next-step.ts';
import type { Screen } from './screen.ts';
import { hang } from './text/layout.ts';
import { pathLink } from './link.ts';
import { penFor, type Pen } from './text/pen.ts';
import { ROADMAP } from './words/roadmap.ts';
import { VERDICT_WORDS } from './words/verdicts.ts';

export interface RoadmapOptions {
  /** What to do next; null when everything has passed. */
  readonly next: Exercise | null;
  /** The folder of the learner's files, where they have been laid. */
  readonly work?: string | undefined;
}

/** Where the learner stands, and the next step with its command. */
export function renderRoadmap(rows: readonly ExerciseRow[], screen: Screen, { next, work }: RoadmapOptions): string {
  const pen = penFor(screen);
  if (rows.length === 0) return hang(pen.say(ROADMAP.nothing)(), pen.columns, '').join('\n');
  const done = rows.filter(({ progress }) => progress?.passed).length;
  const title = `${pen.bold(pen.say(ROADMAP.title)())}  ${pen.dim(pen.say(ROADMAP.done)(done, rows.length))}`;
  const lines = exerciseLines(rows, pen, (row) => {
    if (row.exercise.id === next?.id) return pen.bold(pen.accent(pen.glyphs.current));
    return stateSymbol(row, pen);
  });
  const row = rows.find(({ exercise }) => exercise.id === next?.id);
  const last = row ? nextLines(row, rows, work, pen) : allDoneLines(rows, pen);
  return [...hang(title, pen.columns, ''), '', ...lines, '', ...last].join('\n');
}

function nextLines(
  { exercise, progress }: ExerciseRow,
  rows: readonly ExerciseRow[],
  work: string | undefined,
  pen: Pen,
): string[] {
  const file = exercise.files[0] ?? '';
  const facts = [pen.say(ROADMAP.minutes)(exercise.minutes), exercise.concepts.join(', ')];
  if (progress && progress.hintLevel > 0) facts.push(pen.say(ROADMAP.hints)(progress.hintLevel));
  if (progress?.lastVerdict) facts.push(pen.say(ROADMAP.last)(pen.say(VERDICT_WORDS[progress.lastVerdict])));
  const open = exercise.after.filter((id) => !rows.some((row) => row.exercise.id === id && row.progress?.passed));
  const better = open.length === 0 ? [] : hang(pen.unsure(pen.say(ROADMAP.better)(open.join(', '))), pen.columns, '  ');
  const task = `${exercise.folder}/task.${pen.screen.language}.md`;
  const places = [
    [pen.say(ROADMAP.task)(), task],
    ...(work === undefined ? [] : [[pen.say(ROADMAP.file)(), `${work}/${exercise.id}/${file}`]]),
  ];
  const why = pen.say(progress && progress.attempts > 0 ? ROADMAP.goOn : ROADMAP.begin)();
  return [
    ...hang(pen.bold(pen.foreign(pen.say(exercise.title))), pen.columns, ''),
    ...hang(pen.foreign(pen.say(exercise.summary)), pen.columns, '  '),
    ...hang(pen.dim(facts.filter((fact) => fact !== '').join(` ${pen.glyphs.dot} `)), pen.columns, '  '),
    ...better,
    '',
    ...places.flatMap(([name = '', path = '']) => hang(linked(path, pen), pen.columns, `  ${name}  `)),
    '',
    ...renderNextStep({ command: `lab grade ${exercise.id}`, why }, pen),
  ];
}

/** The path itself is what is shown: where links are not known, there is nothing to add to it. */
function linked(path: string, pen: Pen): string {
  return pathLink(path, pen.screen);
}

function allDoneLines(rows: readonly ExerciseRow[], pen: Pen): string[] {
  const last = rows.at(-1)?.exercise.id ?? '';
  return [
    ...hang(pen.say(ROADMAP.allDone)(), pen.columns, ''),
    '',
    ...renderNextStep({ command: `lab solution ${last}`, why: pen.say(ROADMAP.allDoneNext)() }, pen),
  ];
}
