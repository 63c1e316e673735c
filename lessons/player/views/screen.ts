import { penFor } from '../../../grader/render/drawing.ts';
import type { PlayerState } from '../state/state.ts';
import { frameContents } from './contents.ts';
import { frameExercise } from './exercise.ts';
import { drawFrame, type Framed } from './frame.ts';
import { frameHelp } from './help.ts';
import { frameLesson } from './lesson.ts';
import { frameRoadmap } from './roadmap.ts';

/** Everything that the terminal shows of a state: as many lines as it has. */
export function drawScreen(state: PlayerState): string[] {
  return drawFrame(state, frameOf(state), penFor(state.screen));
}

/** The same before it is fitted between title and keys. */
export function frameOf(state: PlayerState): Framed {
  const { view } = state;
  switch (view.kind) {
    case 'roadmap':
      return frameRoadmap(state, view);
    case 'lesson':
      return frameLesson(state, view.slug);
    case 'contents':
      return frameContents(state, view);
    case 'exercise':
      return frameExercise(state, view);
    case 'help':
      return frameHelp(state);
  }
}
