import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diskError, UserError } from '../domain/errors.ts';

/** A folder that can be an exercise's: `topic` or `name` of an id. */
const WORD = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u;
/** Distance of the numbers in front, so that something still fits between. */
const STEP = 10;

/** Where a new exercise was put. */
export interface CreatedExercise {
  readonly id: string;
  readonly folder: string;
  readonly solutions: string;
}

/**
 * Lays a small working exercise into `exercises/` and `solutions/`, behind those that are there, under a topic that may
 * be there already. It passes its audit as it is. Throws `UserError` `bad-id` or `exists-already`.
 */
export function createExercise(id: string, root: string): CreatedExercise {
  const [topic = '', name = '', ...rest] = id.split('/');
  if (rest.length > 0 || !WORD.test(topic) || !WORD.test(name)) {
    throw new UserError(
      'bad-id',
      `"${id}" cannot be an exercise's id`,
      'Two words in small letters: lab new batching/mmsg',
    );
  }
  const exercises = join(root, 'exercises');
  const topicFolder = numbered(exercises, topic) ?? `${nextNumber(exercises)}-${topic}`;
  if (numbered(join(exercises, topicFolder), name) !== undefined) {
    throw new UserError(
      'exists-already',
      `${id} is there already`,
      `Choose another name, or change ${join(exercises, topicFolder)}.`,
    );
  }
  const below = join(topicFolder, `${nextNumber(join(exercises, topicFolder))}-${name}`);
  const created = { id, folder: join(exercises, below), solutions: join(root, 'solutions', below) };
  const template = join(import.meta.dirname, 'template');
  try {
    // The solutions first: an exercise without them would be a fault in the catalog.
    for (const [from, to] of [['solutions', created.solutions] as const, ['exercise', created.folder] as const]) {
      mkdirSync(to, { recursive: true });
      cpSync(join(template, from), to, { recursive: true });
    }
  } catch (error) {
    throw diskError(error, root);
  }
  return created;
}

/** `010-ring` for `ring`, if it is there. */
function numbered(folder: string, word: string): string | undefined {
  return foldersIn(folder).find((each) => each.replace(/^\d+-/u, '') === word);
}

function nextNumber(folder: string): string {
  const numbers = foldersIn(folder).map((each) => Number.parseInt(each, 10));
  const highest = Math.max(0, ...numbers.filter((each) => Number.isFinite(each)));
  return String(highest + STEP).padStart(3, '0');
}

function foldersIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
