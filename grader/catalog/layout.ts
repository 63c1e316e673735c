import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ExerciseId } from '../domain/exercise.ts';
import type { Fault } from './faults.ts';

/** Where one exercise lives, read off the folder names alone. */
export interface Place {
  readonly id: ExerciseId;
  /** `010.020`. */
  readonly order: string;
  /** `exercises/010-ring/010-spsc`, relative to the root. */
  readonly folder: string;
  /** `solutions/010-ring/010-spsc`, relative to the root. */
  readonly solutions: string;
}

/** Numbers order, names identify. */
const NUMBERED = /^(?<number>\d{3})-(?<name>[a-z0-9]+(?:-[a-z0-9]+)*)$/u;
const NUMBERED_WORDS = 'three digits, a dash and a name in small letters: 010-ring';

/** All exercise folders in their order. A folder with another kind of name is a fault; files and hidden things are not. */
export function findPlaces(root: string): { readonly places: readonly Place[]; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const places: Place[] = [];
  if (!existsSync(join(root, 'exercises'))) {
    faults.push({ file: 'exercises', path: '', problem: 'missing', allowed: 'a folder of topics' });
    return { places, faults };
  }
  for (const topic of numbered(root, 'exercises', faults)) {
    for (const exercise of numbered(root, `exercises/${topic.folder}`, faults)) {
      places.push({
        id: `${topic.name}/${exercise.name}` as ExerciseId,
        order: `${topic.number}.${exercise.number}`,
        folder: `exercises/${topic.folder}/${exercise.folder}`,
        solutions: `solutions/${topic.folder}/${exercise.folder}`,
      });
    }
  }
  return { places, faults };
}

interface Numbered {
  readonly folder: string;
  readonly number: string;
  readonly name: string;
}

function numbered(root: string, below: string, faults: Fault[]): Numbered[] {
  return foldersIn(join(root, below)).flatMap((folder) => {
    const { number, name } = NUMBERED.exec(folder)?.groups ?? {};
    if (number !== undefined && name !== undefined) return [{ folder, number, name }];
    faults.push({ file: `${below}/${folder}`, path: '', problem: 'not a name we know', allowed: NUMBERED_WORDS });
    return [];
  });
}

/**
 * Names of the folders in a folder, sorted; none where it does not exist. Empty ones do not count: git keeps no empty
 * folders, but leaves them behind when a branch is changed.
 */
export function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .filter((name) => readdirSync(join(folder, name)).length > 0)
    .toSorted();
}
