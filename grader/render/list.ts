import type { Exercise } from '../domain/exercise.ts';
import type { Progress } from '../domain/progress.ts';
import type { Screen } from './screen.ts';
import { hang, padEnd, padStart, widthOf, cut } from './text/layout.ts';
import { penFor, type Pen } from './text/pen.ts';
import { ROADMAP } from './words/roadmap.ts';
import { VERDICT_WORDS } from './words/verdicts.ts';

/** An exercise and how far its learner is; null where nothing has been graded. */
export interface ExerciseRow {
  readonly exercise: Exercise;
  readonly progress: Progress | null;
}

const LEAST_TITLE = 8;

/** Every exercise in a line: state, id, title, minutes, and what came of it so far. */
export function renderList(rows: readonly ExerciseRow[], screen: Screen): string {
  const pen = penFor(screen);
  if (rows.length === 0) return hang(pen.say(ROADMAP.nothing)(), pen.columns, '').join('\n');
  const done = rows.filter(({ progress }) => progress?.passed).length;
  const count = pen.dim(pen.say(ROADMAP.done)(done, rows.length));
  return [...exerciseLines(rows, pen, (row) => stateSymbol(row, pen)), `  ${count}`].join('\n');
}

export function stateSymbol({ progress }: ExerciseRow, pen: Pen): string {
  if (progress?.passed) return pen.good(pen.glyphs.passed);
  return progress && progress.attempts > 0 ? pen.unsure(pen.glyphs.unsure) : pen.dim(pen.glyphs.open);
}

/** One line each, aligned; the title gives way where the screen is narrow. */
export function exerciseLines(rows: readonly ExerciseRow[], pen: Pen, symbol: (row: ExerciseRow) => string): string[] {
  const cells = rows.map((row) => ({
    symbol: symbol(row),
    id: row.exercise.id,
    title: pen.foreign(pen.say(row.exercise.title)),
    minutes: pen.say(ROADMAP.minutes)(row.exercise.minutes),
    reached: reachedWords(row.progress, pen),
  }));
  const widest = (pick: (cell: (typeof cells)[number]) => string): number =>
    Math.max(...cells.map((cell) => widthOf(pick(cell))));
  const [id, minutes, reached] = [
    widest((cell) => cell.id),
    widest((cell) => cell.minutes),
    widest((cell) => cell.reached),
  ];
  // Two cells between each two columns, and the symbol before.
  const room = pen.columns - 4 - id - 2 - 2 - minutes - (reached === 0 ? 0 : reached + 2);
  const titleWidth = Math.min(
    widest((cell) => cell.title),
    Math.max(LEAST_TITLE, room),
  );
  return cells.map((cell) => {
    const title = padEnd(cut(cell.title, titleWidth, pen.glyphs.ellipsis), titleWidth);
    const facts = `${pen.dim(padStart(cell.minutes, minutes))}  ${cell.reached}`;
    return cut(
      `  ${cell.symbol} ${padEnd(cell.id, id)}  ${title}  ${facts}`.trimEnd(),
      pen.columns,
      pen.glyphs.ellipsis,
    );
  });
}

function reachedWords(progress: Progress | null, pen: Pen): string {
  if (progress === null || progress.attempts === 0) return '';
  const attempts = pen.say(ROADMAP.attempts)(progress.attempts);
  const verdict = progress.passed ? 'passed' : progress.lastVerdict;
  return verdict === null ? attempts : `${pen.say(VERDICT_WORDS[verdict])}, ${attempts}`;
}
