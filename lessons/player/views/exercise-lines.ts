import { penFor, wrap } from '../../../grader/render/drawing.ts';
import { pathLink } from '../../../grader/render/link.ts';
import { renderProgress } from '../../../grader/render/progress.ts';
import { renderReceipt } from '../../../grader/render/receipt.ts';
import { canvasOf } from '../pages.ts';
import { exerciseOf, type PlayerState, type View } from '../state/state.ts';
import { COUNTS, PLAYER } from '../words/player.ts';

type ExerciseView = Extract<View, { kind: 'exercise' }>;

/** What an exercise's screen scrolls over. */
export interface ExercisePage {
  readonly lines: readonly string[];
  /** Lines of it that are seen at once. */
  readonly height: number;
  /** The last line that can be the first one seen. */
  readonly most: number;
}

/** Lines of the screen around it: the frame's four, and a state line with an empty line. */
const AROUND = 6;

/** The task, the result, a hint or the solution, as long as it is. */
export function exercisePage(state: PlayerState, view: ExerciseView): ExercisePage {
  const lines = linesOf(state, view);
  const height = Math.max(1, state.rows - AROUND);
  return { lines, height, most: Number.isFinite(height) ? Math.max(0, lines.length - height) : 0 };
}

function linesOf(state: PlayerState, { id, tab }: ExerciseView): string[] {
  const { bench, busy, now } = state;
  const exercise = exerciseOf(state, id);
  const canvas = canvasOf(state);
  const { pen, columns, markdown } = canvas;
  if (!exercise || !bench) return [pen.dim(pen.foreign(pen.say(PLAYER.loading)))];
  const screen = { ...state.screen, columns };
  switch (tab) {
    case 'task':
      return markdown(bench.task, columns);
    case 'hint':
      return bench.hint
        ? [
            ...markdown(`## ${pen.say(COUNTS.hint)(bench.hint.level)}`, columns),
            '',
            ...markdown(bench.hint.text, columns),
          ]
        : [];
    case 'solution':
      return bench.solution === null ? [] : markdown(bench.solution, columns);
    case 'result': {
      if (busy?.kind === 'grade' || busy?.kind === 'check') {
        return renderProgress(busy.progress, exercise, screen, now).split('\n');
      }
      if (!bench.receipt) return wrap(pen.dim(pen.say(PLAYER.save)), columns);
      return renderReceipt(bench.receipt, exercise, screen, { folder: folderOf(bench.file), next: false }).split('\n');
    }
  }
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

/** The learner's file, always in sight. */
export function fileLine(state: PlayerState): string {
  const pen = penFor(state.screen);
  if (!state.bench) return '';
  return `${pen.dim(pen.say(PLAYER.file))} ${pathLink(state.bench.file, state.screen)}`;
}
