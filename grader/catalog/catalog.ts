import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { UserError } from '../domain/errors.ts';
import type { Exercise } from '../domain/exercise.ts';
import { readCached, stampOf, writeCached } from './cache.ts';
import { describeFaults, type Fault } from './faults.ts';
import { findPlaces, type Place } from './layout.ts';
import type { ExerciseFacts } from './schema.ts';
import type { validate } from './validate.ts';
import type { hashVersion } from './version.ts';

export { createExercise } from './create-exercise.ts';
export { findExercise } from './find-exercise.ts';
export { HINT_LEVELS, hintText, taskText, whyText } from './texts.ts';

export interface Catalog {
  /** In the order of the folders' numbers. */
  readonly exercises: readonly Exercise[];
}

export interface CatalogOptions {
  /** Validate in full, whatever the cache says: the audit does. */
  readonly validate?: boolean;
  /** Folder of `catalog.json`. Unless given, the one that `Paths.cache` names: `LAB_CACHE`, else `.cache/lab`. */
  readonly cache?: string;
}

/**
 * The exercises of a checkout, frozen. The folders are the registry: nothing else has to be told of a new one. Whatever
 * is wrong with any of them is thrown at once, as one `UserError` (`bad-exercise`) with a line for each fault.
 *
 * Problem: zod costs as long to load as an empty `node` takes to run (27 ms of 25 ms, compile cache on), and `lab list`
 * has 2.5 times that in all. So a catalog that was found valid is remembered with the sizes and times of everything
 * that validation looked at, and neither zod nor our rules are loaded while those stay as they are. Validating lazily,
 * exercise by exercise, was rejected: faults must be found together. `version` hashes on first use for the same reason.
 */
export function loadCatalog(
  root: string,
  { validate: inFull = false, cache = defaultCache(root) }: CatalogOptions = {},
): Catalog {
  const { places, faults } = findPlaces(root);
  if (places.length === 0 && faults.length === 0) throw noExercises(root);
  const file = join(cache, 'catalog.json');
  const stamp = stampOf(root, places);
  const known = inFull || faults.length > 0 ? null : readCached(file, stamp);
  const facts = known ?? validateAll(root, places, faults);
  if (!known) writeCached(file, stamp, facts);
  return Object.freeze({
    exercises: Object.freeze(places.flatMap((place, index) => assemble(root, place, facts[index]))),
  });
}

/** Loads the rules only here. `require` and not `import()`, because callers are not asynchronous. */
function validateAll(root: string, places: readonly Place[], before: readonly Fault[]): readonly ExerciseFacts[] {
  const load = createRequire(import.meta.url);
  const rules = load('./validate.ts') as { readonly validate: typeof validate };
  const { facts, faults } = rules.validate(root, places);
  const all = [...before, ...faults];
  if (all.length > 0) throw new UserError('bad-exercise', describeFaults(all), 'Mend what is listed, then: lab audit');
  return facts;
}

/** Numbers order exercises; the version is computed when somebody asks, and then kept. */
function assemble(root: string, place: Place, facts: ExerciseFacts | undefined): Exercise[] {
  if (!facts) return [];
  const known = {
    ...freezeDeep(facts),
    id: place.id,
    order: place.order,
    folder: join(root, place.folder),
    solutions: join(root, place.solutions),
  };
  let version: string | undefined;
  return [
    Object.freeze({
      ...known,
      get version() {
        version ??= hashLazily(known);
        return version;
      },
    }),
  ];
}

function hashLazily(known: Omit<Exercise, 'version'>): string {
  const load = createRequire(import.meta.url);
  const loaded = load('./version.ts') as { readonly hashVersion: typeof hashVersion };
  return loaded.hashVersion(known);
}

function freezeDeep<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) freezeDeep(inner);
  return Object.freeze(value);
}

/** The same folder as `Paths.cache`: this room sees a root only, and imports nothing but the domain. */
function defaultCache(root: string): string {
  const wanted = process.env['LAB_CACHE'];
  return wanted ? resolve(wanted) : join(root, '.cache', 'lab');
}

function noExercises(root: string): UserError {
  return new UserError(
    'no-exercises',
    `there are no exercises below ${join(root, 'exercises')}`,
    'git status exercises/',
  );
}
