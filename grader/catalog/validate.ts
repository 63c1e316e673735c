import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crossCheck } from './cross-checks.ts';
import { listOf } from './fields.ts';
import type { Fault } from './faults.ts';
import { checkFolders } from './folder-checks.ts';
import type { Place } from './layout.ts';
import { checkRelations, type Related } from './relations.ts';
import { readFacts, type ExerciseFacts } from './schema.ts';

/** Either facts for every place, in its order, or at least one fault. */
export interface Validated {
  readonly facts: readonly ExerciseFacts[];
  readonly faults: readonly Fault[];
}

/**
 * Holds every exercise against everything that is asked of one. Returns the faults instead of throwing: this module is
 * loaded with `require` (see `catalog.ts`), and errors keep their class only on one side of that border.
 */
export function validate(root: string, places: readonly Place[]): Validated {
  const facts: ExerciseFacts[] = [];
  const faults: Fault[] = [];
  const related: Related[] = [];
  for (const place of places) {
    const file = `${place.folder}/exercise.json`;
    const { raw, fault } = readJson(root, file);
    const read = fault ? { facts: null, faults: [fault] } : readFacts(raw, file);
    if (read.facts) facts.push(read.facts);
    faults.push(...read.faults);
    if (!fault) faults.push(...crossCheck(raw, file), ...checkFolders(root, place, raw));
    const after = listOf(raw, 'after').filter((id): id is string => typeof id === 'string');
    related.push({ id: place.id, order: place.order, file, after });
  }
  return { facts, faults: [...faults, ...checkRelations(related)] };
}

function readJson(root: string, file: string): { readonly raw: unknown; readonly fault: Fault | null } {
  try {
    return { raw: JSON.parse(readFileSync(join(root, file), 'utf8')), fault: null };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    const problem =
      error instanceof SyntaxError ? `not JSON (${error.message})` : `cannot be read (${code ?? String(error)})`;
    return { raw: null, fault: { file, path: '', problem, allowed: 'a JSON object that describes the exercise' } };
  }
}
