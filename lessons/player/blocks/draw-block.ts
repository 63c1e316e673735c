import type { Exercise } from '../../../grader/domain/exercise.ts';
import type { Progress } from '../../../grader/domain/progress.ts';
import type { Block } from '../../book/book.ts';
import type { Answer } from '../answer.ts';
import type { Detected } from '../detect.ts';
import type { Canvas } from './canvas.ts';
import { drawExercise } from './exercise.ts';
import { drawMeasure } from './measure.ts';
import { drawPredict } from './predict.ts';
import { drawQuestion, drawQuiz } from './quiz.ts';
import { drawStep } from './step.ts';
import { drawTry } from './try.ts';

/** What is known of a block beside the lesson's text. */
export interface BlockState {
  readonly answer: Answer | null;
  /** True while its question is asked below the page: what can be chosen is then shown there. */
  readonly asking: boolean;
  readonly detected: Detected | null;
  readonly exercise: Exercise | undefined;
  readonly progress: Progress | null;
}

export const UNTOUCHED: BlockState = {
  answer: null,
  asking: false,
  detected: null,
  exercise: undefined,
  progress: null,
};

/** A block in lines. An answer of another kind is one from before the lesson was changed: it counts for nothing. */
export function drawBlock(block: Block, state: BlockState, canvas: Canvas): string[] {
  const { answer } = state;
  switch (block.kind) {
    case 'predict':
      return drawPredict(block, answer?.kind === 'predict' ? answer : null, canvas);
    case 'measure':
      return drawMeasure(block, answer?.kind === 'measure' ? answer : null, canvas);
    case 'quiz':
      if (state.asking) return drawQuestion(block, canvas);
      return drawQuiz(block, answer?.kind === 'quiz' ? answer : null, canvas);
    case 'step':
      return drawStep(block, state.detected, canvas);
    case 'try':
      return drawTry(block, answer?.kind === 'try' ? answer : null, canvas);
    case 'exercise':
      return drawExercise(state.exercise, block.id, state.progress, canvas);
  }
}
