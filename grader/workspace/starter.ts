import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exercise } from '../domain/exercise.ts';
import type { Paths } from '../domain/paths.ts';
import { changing } from './disk.ts';
import { contentOf, isSame, isTaken, placeNew, type Content } from './files.ts';

/** The learner's folder of an exercise. */
export function workFolder(exercise: Exercise, paths: Paths): string {
  return join(paths.work, exercise.id);
}

/** A file of the starter. Ours: that it can be read is the catalog's promise. */
export function starterContent(exercise: Exercise, name: string): Content {
  return { kind: 'bytes', bytes: starterBytes(exercise, name) };
}

/**
 * Lays the starter's files into the learner's folder, those that are not there. Never overwrites anything, and touches
 * nothing when all are there.
 */
export function layStarter(exercise: Exercise, paths: Paths): { readonly laid: readonly string[] } {
  const folder = workFolder(exercise, paths);
  const lacking = changing(folder, () => exercise.files.filter((name) => !isTaken(join(folder, name))));
  const starters = lacking.map((name) => ({ name, content: starterContent(exercise, name) }));
  const laid = changing(folder, () => starters.filter(({ name, content }) => placeNew(join(folder, name), content)));
  return { laid: laid.map(({ name }) => name) };
}

/** Is every one of the learner's files in this folder still the starter's, byte for byte? */
export function isUnchanged(exercise: Exercise, folder: string): boolean {
  return exercise.files.every((name) => {
    const path = join(folder, name);
    // Through symbolic links: what is graded counts, not how it is kept.
    return existsSync(path) && readFileSync(path).equals(starterBytes(exercise, name));
  });
}

/** The same of one path, not through links: may it be replaced without losing anything of the learner's? */
export function isStarter(exercise: Exercise, name: string, path: string): boolean {
  return isSame(contentOf(path), starterContent(exercise, name));
}

function starterBytes(exercise: Exercise, name: string): Buffer {
  return readFileSync(join(exercise.folder, 'starter', name));
}
