import { cut, VERDICT_WORDS, widthOf, type Pen } from '../../../grader/render/drawing.ts';
import { renderProgress } from '../../../grader/render/progress.ts';
import { canvasOf } from '../pages.ts';
import { exerciseOf, type ExerciseTab, type PlayerState, type View } from '../state/state.ts';
import { KEYS, PLAYER } from '../words/player.ts';
import { exercisePage, fileLine } from './exercise-lines.ts';
import type { Framed, KeyHelp } from './frame.ts';

type ExerciseView = Extract<View, { kind: 'exercise' }>;

/** An exercise: its state in one line, then the task, the result, a hint or the solution. */
export function frameExercise(state: PlayerState, view: ExerciseView): Framed {
  const { pen, columns } = canvasOf(state);
  const exercise = exerciseOf(state, view.id);
  const { lines, height, most } = exercisePage(state, view);
  const top = Math.min(view.top, most);
  const shown = Number.isFinite(height) ? lines.slice(top, top + height) : lines;
  const status = cut(statusLine(state, view, pen), columns, pen.glyphs.ellipsis);
  return {
    title: [view.id, pen.foreign(pen.say(exercise?.title ?? { en: '', ko: '' }))],
    aside: tabs(state, view, pen),
    body: [status, '', ...shown],
    keys: keysOf(state, view, most > 0),
  };
}

/** What is true of the learner's file now; while something runs, what does. */
function statusLine(state: PlayerState, { id, tab }: ExerciseView, pen: Pen): string {
  const { bench, busy, now } = state;
  const exercise = exerciseOf(state, id);
  const file = fileLine(state);
  if ((busy?.kind === 'check' || busy?.kind === 'grade') && tab === 'result') return file;
  if ((busy?.kind === 'check' || busy?.kind === 'grade') && exercise) {
    return renderProgress(busy.progress, exercise, state.screen, now).split('\n').at(-1)?.trim() ?? file;
  }
  const receipt = bench?.receipt;
  if (!receipt) return file;
  // Right, and not measured yet: that is not passing the exercise.
  const words = receipt.reason === 'correctness-only' ? PLAYER.correct : VERDICT_WORDS[receipt.verdict];
  const word = pen.say(words);
  const good = receipt.verdict === 'passed';
  const mark = good ? pen.good(`${pen.glyphs.passed} ${word}`) : pen.unsure(`${pen.glyphs.unsure} ${word}`);
  return `${mark}  ${file}`;
}

const TABS = { task: KEYS.task, result: KEYS.result, hint: KEYS.hint, solution: KEYS.solution } as const;

function tabs({ bench }: PlayerState, { tab }: ExerciseView, pen: Pen): string {
  const there = (name: ExerciseTab): boolean =>
    name === 'task' ||
    name === 'result' ||
    (name === 'hint' ? bench?.hint !== null : bench?.solution !== null) ||
    name === tab;
  const names = (['task', 'result', 'hint', 'solution'] as const).filter(there);
  const words = names.map((name) => (name === tab ? pen.bold(pen.accent(pen.say(TABS[name]))) : pen.say(TABS[name])));
  return widthOf(words.join(' ')) === 0 ? '' : words.join(' | ');
}

function keysOf(state: PlayerState, { id, from, tab }: ExerciseView, scrolls: boolean): KeyHelp[] {
  const passed = state.progress.get(id)?.passed === true;
  if (state.busy?.kind === 'grade') return [['Ctrl-C', KEYS.stop]];
  const solution: readonly KeyHelp[] = passed ? [['s', KEYS.solution]] : [];
  const onward: readonly KeyHelp[] = passed ? [['n', KEYS.onward]] : [];
  return [
    ['g', KEYS.grade],
    ...onward,
    ['h', KEYS.hint],
    ...solution,
    ['e', KEYS.edit],
    tab === 'task' ? ['v', KEYS.result] : ['t', KEYS.task],
    ...(scrolls ? [['↑↓', KEYS.scroll] as const] : []),
    ['b', from === null ? KEYS.roadmap : KEYS.lesson],
    ['r', KEYS.reset],
    ['?', KEYS.help],
    ['q', KEYS.quit],
  ];
}
