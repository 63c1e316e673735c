/** Something that takes `width` cells and wants to begin at `at`. */
export interface Wish {
  readonly at: number;
  readonly width: number;
}

/**
 * Where each begins so that, in the order given, none overlaps the next, with `gap` cells between them, all inside
 * `room` cells, and each near to where it wants to be. Null where they do not fit at all.
 */
export function spread(wishes: readonly Wish[], gap: number, room: number): number[] | null {
  const needed = wishes.reduce((sum, { width }) => sum + width, 0) + gap * Math.max(0, wishes.length - 1);
  if (needed > room) return null;
  const begins: number[] = [];
  let free = 0;
  for (const { at, width } of wishes) {
    const begin = Math.max(free, Math.round(at));
    begins.push(begin);
    free = begin + width + gap;
  }
  // What was pushed past the end comes back, and moves those before it as far as needed.
  let end = room;
  for (let index = wishes.length - 1; index >= 0; index -= 1) {
    const width = wishes[index]?.width ?? 0;
    const begin = Math.min(begins[index] ?? 0, end - width);
    begins[index] = begin;
    end = begin - gap;
  }
  return begins;
}
