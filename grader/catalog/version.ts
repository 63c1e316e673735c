import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasNaive, type Exercise } from '../domain/exercise.ts';

/**
 * SHA-256 over everything of an exercise that decides a verdict: our sources (contract, checks, arm), what the file says
 * of checks, metrics and requirements, and its opponents. Titles, texts and hints may change without making stored
 * verdicts void, and so may the starter. The harness is not part of it: evidence is keyed by built programs, too.
 */
export function hashVersion(exercise: Omit<Exercise, 'version'>): string {
  const { folder, solutions, files, checks, arm, metrics, counts, requires, testbed, packages } = exercise;
  const hash = createHash('sha256');
  const libraries = packages.length > 0 ? { packages } : {};
  const deciding = sorted({ files, checks, arm, metrics, counts, requires, testbed, ...libraries });
  hash.update(JSON.stringify(deciding, (key, value: unknown) => (key === 'title' ? undefined : value)));
  const sources = sourcesBelow(folder).map((name) => [name, join(folder, name)] as const);
  const opponents = ['reference', ...(hasNaive(exercise) ? ['naive'] : [])].flatMap((role) =>
    files.map((name) => [`${role}/${name}`, join(solutions, role, name)] as const),
  );
  for (const [name, path] of [...sources, ...opponents]) {
    const content = readFileSync(path);
    // The length keeps the border between two files from moving unseen.
    hash.update(`\n${name} ${String(content.length)}\n`).update(content);
  }
  return hash.digest('hex');
}

/** The files that a build of this exercise can see, apart from the learner's. */
function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:cc|hpp|h)$/u.test(name) && !name.startsWith('starter/'))
    .toSorted();
}

/** The same value with keys in alphabetical order: moving a line in the file changes nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
