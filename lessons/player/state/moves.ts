import { pageIndexAt, pagesOf } from '../pages.ts';
import { step, type Effect, type Step } from './event.ts';
import { nearestBlock } from './place.ts';
import { nextKey, roadmapItems, selectableKeys } from './roadmap-items.ts';
import { lessonOf, replaced, START, type Place, type PlayerState } from './state.ts';

/** Opens a lesson where the reader left it. */
export function openLessonView(state: PlayerState, slug: string): Step {
  const open = { ...state, view: { kind: 'lesson', slug } as const };
  if (lessonOf(state, slug)) return arriveAt(open, slug, state.readings.get(slug)?.place ?? START);
  return step(open, { kind: 'open', slug, language: state.screen.language });
}

/** Puts the reader at a place of a lesson that is open: remembers it, and looks at what has to be looked at there. */
export function arriveAt(state: PlayerState, slug: string, place: Place): Step {
  const lesson = lessonOf(state, slug);
  if (!lesson) return step(state);
  const pages = pagesOf(state, slug);
  const index = pageIndexAt(pages, place);
  const before = state.readings.get(slug);
  const finished = before?.finished === true || index === pages.length - 1;
  const block = nearestBlock(lesson, place);
  const reading = { place, block, finished, at: state.now };
  const effects: Effect[] = [{ kind: 'save-place', slug, place, block, finished }];
  const here = pages[index]?.block;
  if (here?.kind === 'step') effects.push({ kind: 'detect', detector: here.detect });
  return step({ ...state, readings: replaced(state.readings, slug, reading) }, ...effects);
}

/** The roadmap, with what comes next chosen, or a line of one's own. */
export function showRoadmap(state: PlayerState, selected?: string): Step {
  const items = roadmapItems(state, null);
  const chosen = selected ?? nextKey(state, items) ?? selectableKeys(items)[0] ?? '';
  return step({ ...state, view: { kind: 'roadmap', selected: chosen, track: null } });
}

/** Opens an exercise; `from` is the lesson to return to. */
export function enterExercise(state: PlayerState, id: string, from: string | null): Step {
  const view = { kind: 'exercise', id, tab: 'task', top: 0, from } as const;
  return step({ ...state, view, bench: null }, { kind: 'enter-exercise', id });
}
