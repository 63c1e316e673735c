import { TRACKS } from '../../book/book.ts';
import { step, type Step } from './event.ts';
import { enterExercise, openLessonView } from './moves.ts';
import { nextKey, roadmapItems, selectableKeys } from './roadmap-items.ts';
import { entryOf, type PlayerState, type View } from './state.ts';

type RoadmapView = Extract<View, { kind: 'roadmap' }>;

/** Lines that a page key moves by. */
const PAGE = 8;

/** A key in the roadmap. */
export function advanceRoadmap(state: PlayerState, view: RoadmapView, key: string): Step {
  const keys = selectableKeys(roadmapItems(state, view.track));
  const at = Math.max(0, keys.indexOf(view.selected));
  const select = (index: number): Step => {
    const selected = keys[Math.max(0, Math.min(keys.length - 1, index))] ?? '';
    return step({ ...state, view: { ...view, selected } });
  };
  switch (key) {
    case 'up':
    case 'k':
      return select(at - 1);
    case 'down':
    case 'j':
      return select(at + 1);
    case 'page-up':
      return select(at - PAGE);
    case 'page-down':
      return select(at + PAGE);
    case 'home':
      return select(0);
    case 'end':
      return select(keys.length - 1);
    case 'enter':
    case 'right':
    case ' ':
      return openSelected(state, keys[at] ?? '');
    case 't':
      return cycleTrack(state, view);
    default:
      return step(state);
  }
}

export function openSelected(state: PlayerState, key: string): Step {
  if (key === '') return step(state);
  return entryOf(state, key) ? openLessonView(state, key) : enterExercise(state, key, null);
}

function cycleTrack(state: PlayerState, { track, selected }: RoadmapView): Step {
  const next = TRACKS[track === null ? 0 : TRACKS.indexOf(track) + 1] ?? null;
  const items = roadmapItems(state, next);
  const keys = selectableKeys(items);
  const kept = keys.includes(selected) ? selected : (nextKey(state, items) ?? keys[0] ?? '');
  return step({ ...state, view: { kind: 'roadmap', selected: kept, track: next } });
}
