import type { Exercise } from '../../../grader/domain/exercise.ts';
import type { Progress } from '../../../grader/domain/progress.ts';
import { hang, VERDICT_WORDS, wrap } from '../../../grader/render/drawing.ts';
import { EXERCISE } from '../words/blocks.ts';
import { BAR, card, type Canvas } from './canvas.ts';

/** An exercise as a lesson leads into it: what it is, and how far the reader is with it. */
export function drawExercise(
  exercise: Exercise | undefined,
  id: string,
  progress: Progress | null,
  canvas: Canvas,
): string[] {
  const { pen } = canvas;
  const columns = canvas.columns - BAR;
  if (!exercise) return card('exercise', [id], canvas);
  const facts = [
    exercise.id,
    pen.say(EXERCISE.minutes)(exercise.minutes),
    ...(progress && progress.attempts > 0 ? [pen.say(EXERCISE.attempts)(progress.attempts)] : []),
  ];
  const lines = [
    ...wrap(pen.bold(pen.foreign(pen.say(exercise.title))), columns),
    ...hang(pen.foreign(pen.say(exercise.summary)), columns, ''),
    ...wrap(pen.dim(facts.join(` ${pen.glyphs.dot} `)), columns),
    '',
    ...wrap(drawState(progress, canvas), columns),
  ];
  return card('exercise', lines, canvas);
}

function drawState(progress: Progress | null, { pen }: Canvas): string {
  if (progress?.passed) return pen.bold(pen.good(`${pen.glyphs.passed} ${pen.say(EXERCISE.passed)}`));
  if (!progress?.lastVerdict) return `${pen.glyphs.open} ${pen.say(EXERCISE.open)}`;
  return `${pen.unsure(pen.glyphs.unsure)} ${pen.say(EXERCISE.last)(pen.say(VERDICT_WORDS[progress.lastVerdict]))}`;
}
