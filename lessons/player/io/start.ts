import type { Exercise } from '../../../grader/domain/exercise.ts';
import type { Screen } from '../../../grader/render/screen.ts';
import type { LessonEntry } from '../../book/book.ts';
import { showRoadmap } from '../state/moves.ts';
import type { PlayerState } from '../state/state.ts';
import type { Store } from './store.ts';

/** Where everything begins: the roadmap, at what comes next. */
export function firstState(
  world: { readonly book: readonly LessonEntry[]; readonly exercises: readonly Exercise[] },
  store: Store,
  { screen, rows, now }: { readonly screen: Screen; readonly rows: number; readonly now: number },
): PlayerState {
  const state: PlayerState = {
    ...world,
    screen,
    rows,
    highlight: undefined,
    view: { kind: 'roadmap', selected: '', track: null },
    lessons: new Map(),
    readings: store.readings(),
    answers: new Map(),
    progress: store.progress(),
    blocked: null,
    detected: new Map(),
    bench: null,
    busy: null,
    asking: null,
    notice: null,
    now,
  };
  return showRoadmap(state).state;
}
