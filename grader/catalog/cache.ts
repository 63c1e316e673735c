import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { Place } from './layout.ts';
import type { ExerciseFacts } from './schema.ts';

/** What validation depends on in one exercise. A folder's own time changes when an entry comes or goes. */
const WATCHED_IN_EXERCISE = ['exercise.json', '', 'starter', 'check'] as const;
const WATCHED_IN_SOLUTIONS = ['', 'reference', 'naive', 'impostors', 'alternatives', 'unjudged'] as const;

/**
 * Names a state of the catalog by sizes and times: as long as it stays the same, what was found valid is valid. It also
 * covers the rules themselves, so that an update of the lab asks again. What it cannot see, a file that vanishes from
 * inside an impostor, is found by full validation (`lab audit`).
 */
export function stampOf(root: string, places: readonly Place[]): string {
  const here = import.meta.dirname;
  const rules = readdirSync(here).filter((name) => /^[a-z-]+\.ts$/u.test(name));
  const domain = ['exercise.ts', 'language.ts', 'strict-schema.ts', 'verdict.ts'].map((name) =>
    join(here, '../domain', name),
  );
  const watched = places.flatMap(({ folder, solutions }) => [
    ...WATCHED_IN_EXERCISE.map((name) => join(root, folder, name)),
    ...WATCHED_IN_SOLUTIONS.map((name) => join(root, solutions, name)),
  ]);
  const states = [...rules.map((name) => join(here, name)), ...domain, ...watched].map(stateOf);
  return JSON.stringify([root, places.map(({ folder }) => folder), states]);
}

function stateOf(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  return status ? `${String(status.mtimeMs)} ${String(status.ctimeMs)} ${String(status.size)}` : '-';
}

/** The facts that were found valid in exactly this state, in the order of the places; null when it was another. */
export function readCached(file: string, stamp: string): readonly ExerciseFacts[] | null {
  try {
    const stored = JSON.parse(readFileSync(file, 'utf8')) as { stamp: string; facts: readonly ExerciseFacts[] } | null;
    return stored?.stamp === stamp ? stored.facts : null;
  } catch {
    return null;
  }
}

/** Keeps valid facts. Appears whole or not at all; a cache that cannot be written costs time and nothing else. */
export function writeCached(file: string, stamp: string, facts: readonly ExerciseFacts[]): void {
  const half = `${file}.${String(process.pid)}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    try {
      writeFileSync(half, JSON.stringify({ stamp, facts }));
      renameSync(half, file);
    } finally {
      rmSync(half, { force: true });
    }
  } catch {
    // Read-only, full, or a file where the folder should be: the next command validates again.
  }
}
