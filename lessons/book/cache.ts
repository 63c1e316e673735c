import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { LessonPlace } from './layout.ts';
import type { LessonFacts } from './lesson.ts';

/** Names a state of the book, of the rules for it and of the exercises that it may name: valid once is valid. */
export function stampOfBook(root: string, places: readonly LessonPlace[], exerciseIds: readonly string[]): string {
  const here = import.meta.dirname;
  const rules = readdirSync(here).filter((name) => /^[a-z-]+\.ts$/u.test(name));
  const files = places.flatMap(({ folder }) =>
    ['lesson.json', 'lesson.en.md', 'lesson.ko.md'].map((name) => join(root, folder, name)),
  );
  const states = [...rules.map((name) => join(here, name)), ...files].map(stateOf);
  return JSON.stringify([root, places.map(({ folder }) => folder), exerciseIds, states]);
}

function stateOf(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  return status ? `${String(status.mtimeMs)} ${String(status.ctimeMs)} ${String(status.size)}` : '-';
}

/** The facts that were found valid in exactly this state, in the order of the places; null when it was another. */
export function readCachedBook(file: string, stamp: string): readonly LessonFacts[] | null {
  try {
    const stored = JSON.parse(readFileSync(file, 'utf8')) as { stamp: string; facts: readonly LessonFacts[] } | null;
    return stored?.stamp === stamp ? stored.facts : null;
  } catch {
    return null;
  }
}

/** Appears whole or not at all; a cache that cannot be written costs time and nothing else. */
export function writeCachedBook(file: string, stamp: string, facts: readonly LessonFacts[]): void {
  const half = `${file}.${String(process.pid)}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(half, JSON.stringify({ stamp, facts }));
    renameSync(half, file);
  } catch {
    rmSync(half, { force: true });
  }
}
