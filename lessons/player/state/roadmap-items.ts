import type { Exercise } from '../../../grader/domain/exercise.ts';
import type { Localized } from '../../../grader/domain/language.ts';
import type { LessonEntry, Track } from '../../book/book.ts';
import { PLAYER } from '../words/player.ts';
import type { PlayerState } from './state.ts';

/** A line of the roadmap. */
export type RoadmapItem =
  | { readonly kind: 'chapter'; readonly title: Localized<string> }
  | { readonly kind: 'lesson'; readonly key: string; readonly entry: LessonEntry }
  | { readonly kind: 'exercise'; readonly key: string; readonly exercise: Exercise; readonly lesson: string | null };

/** Chapters with their lessons, each with its exercises; last the exercises that no lesson leads to. */
export function roadmapItems(state: PlayerState, track: Track | null): RoadmapItem[] {
  const { book, exercises } = state;
  const items: RoadmapItem[] = [];
  const shown = book.filter(({ tracks }) => track === null || tracks.includes(track));
  for (const [index, entry] of shown.entries()) {
    if (entry.chapter.en !== shown[index - 1]?.chapter.en) items.push({ kind: 'chapter', title: entry.chapter });
    items.push({ kind: 'lesson', key: entry.slug, entry });
    for (const id of entry.exercises) {
      const exercise = exercises.find((one) => one.id === id);
      if (exercise) items.push({ kind: 'exercise', key: id, exercise, lesson: entry.slug });
    }
  }
  const taught = new Set(book.flatMap((entry) => entry.exercises));
  const others = track === null ? exercises.filter(({ id }) => !taught.has(id)) : [];
  if (others.length > 0) items.push({ kind: 'chapter', title: PLAYER.others });
  for (const exercise of others) items.push({ kind: 'exercise', key: exercise.id, exercise, lesson: null });
  return items;
}

/** Keys of the lines that can be chosen, in their order. */
export function selectableKeys(items: readonly RoadmapItem[]): string[] {
  return items.flatMap((item) => (item.kind === 'chapter' ? [] : [item.key]));
}

/**
 * What comes next: the lesson that was begun last and not finished, else the first line that is not done. Null when all
 * is done.
 */
export function nextKey(state: PlayerState, items: readonly RoadmapItem[]): string | null {
  const begun = [...state.readings]
    .filter(([slug, { finished }]) => !finished && items.some((item) => item.kind === 'lesson' && item.key === slug))
    .toSorted(([, one], [, other]) => other.at - one.at)[0]?.[0];
  if (begun !== undefined) return begun;
  const open = items.find((item) => item.kind !== 'chapter' && !isDone(state, item));
  return open && open.kind !== 'chapter' ? open.key : null;
}

export function isDone(state: PlayerState, item: RoadmapItem): boolean {
  if (item.kind === 'lesson') return state.readings.get(item.key)?.finished === true;
  if (item.kind === 'exercise') return state.progress.get(item.key)?.passed === true;
  return false;
}
