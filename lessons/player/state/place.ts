import type { Lesson } from '../../book/book.ts';
import { START, type Place } from './state.ts';

/** Id of the nearest block at or before a place; empty where there is none. */
export function nearestBlock({ sections }: Lesson, { section, part }: Place): string {
  for (let at = Math.min(section, sections.length - 1); at >= 0; at -= 1) {
    const parts = sections[at]?.parts ?? [];
    const until = at === section ? part + 1 : parts.length;
    const found = parts.slice(0, until).findLast(({ kind }) => kind === 'block');
    if (found?.kind === 'block') return found.block.id;
  }
  return '';
}

/**
 * A remembered place in a lesson that may have been rewritten since. It is the same place if the same block is near;
 * else it is at that block; where that is gone, too, it is the same section.
 */
export function resolvePlace(
  lesson: Lesson,
  { place, block }: { readonly place: Place; readonly block: string },
): Place {
  const { sections } = lesson;
  const isThere = place.section <= sections.length && nearestBlock(lesson, place) === block;
  if (isThere) return place;
  for (const [section, { parts }] of sections.entries()) {
    const part = parts.findIndex((one) => one.kind === 'block' && one.block.id === block);
    if (part !== -1) return { section, part, line: 0 };
  }
  return place.section < sections.length ? { section: place.section, part: 0, line: 0 } : START;
}
