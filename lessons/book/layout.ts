import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LessonFault } from './faults.ts';

/** Where one lesson lives, read off its folder's name. */
export interface LessonPlace {
  readonly slug: string;
  readonly order: string;
  /** `lessons/chapters/020-why-sockets-stop`, relative to the root. */
  readonly folder: string;
}

export const CHAPTERS = 'lessons/chapters';
/** Numbers order, slugs identify. */
const NUMBERED = /^(?<number>\d{3})-(?<slug>[a-z0-9]+(?:-[a-z0-9]+)*)$/u;
const NUMBERED_WORDS = 'three digits, a dash and a slug in small letters: 020-why-sockets-stop';

/** All lesson folders in their order; none where there is no book yet. */
export function findLessons(root: string): {
  readonly places: readonly LessonPlace[];
  readonly faults: readonly LessonFault[];
} {
  const places: LessonPlace[] = [];
  const faults: LessonFault[] = [];
  for (const name of foldersIn(join(root, CHAPTERS))) {
    const { number, slug } = NUMBERED.exec(name)?.groups ?? {};
    const folder = `${CHAPTERS}/${name}`;
    if (number !== undefined && slug !== undefined) places.push({ slug, order: number, folder });
    else faults.push({ file: folder, line: 0, path: '', problem: 'not a name we know', allowed: NUMBERED_WORDS });
  }
  return { places, faults };
}

/** Folders with something in them: git leaves empty ones behind when a branch is changed. */
function foldersIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => readdirSync(join(folder, name)).length > 0)
    .toSorted();
}
