import { UserError } from '../domain/errors.ts';
import type { Exercise, ExerciseId } from '../domain/exercise.ts';
import { editDistance } from './edit-distance.ts';

/** More typing errors than this in a name are another name. */
const MOST_TYPOS = 3;
/** Longer texts than this are no names: not worth comparing with. */
const LONGEST_NAME = 80;

/**
 * The one exercise that a text means. The strictest reading that fits anything decides: the id, then its name or topic,
 * then a beginning of one of them, then letters of the id in their order (`r/s`). Where it fits several, those in the
 * topic of `current` are meant, if that leaves one; a guess is never made. `.` is `current` itself.
 */
export function findExercise(
  catalog: { readonly exercises: readonly Exercise[] },
  text: string,
  { current }: { readonly current?: ExerciseId } = {},
): Exercise {
  const { exercises } = catalog;
  const wanted = normalize(text);
  if (wanted === '.' && current !== undefined)
    return pick(
      exercises.filter(({ id }) => id === current),
      text,
      exercises,
    );
  for (const fits of READINGS) {
    const found = wanted === '' ? [] : exercises.filter(({ id }) => fits(id, wanted));
    if (found.length > 0) return pick(nearest(found, current), text, exercises);
  }
  throw unknown(text, exercises);
}

/** Also as the shell completes folders: `exercises/010-ring/010-spsc/`. */
function normalize(text: string): string {
  const lower = text.trim().toLowerCase();
  return lower
    .replace(/^(?:\.\/)?(?:exercises|work)\//u, '')
    .replace(/(?<=^|\/)\d{3}-/gu, '')
    .replace(/\/+$/u, '');
}

type Reading = (id: string, wanted: string) => boolean;

const READINGS: readonly Reading[] = [
  (id, wanted) => id === wanted,
  (id, wanted) => id.split('/').includes(wanted),
  (id, wanted) => [id, ...id.split('/')].some((part) => part.startsWith(wanted)),
  (id, wanted) => beginsEachPart(id, wanted),
  (id, wanted) => isSubsequence(wanted, id),
];

function beginsEachPart(id: string, wanted: string): boolean {
  const parts = id.split('/');
  const begins = wanted.split('/');
  return begins.length === parts.length && begins.every((begin, index) => parts[index]?.startsWith(begin));
}

function isSubsequence(wanted: string, id: string): boolean {
  let from = 0;
  return Array.from(wanted).every((letter) => {
    from = id.indexOf(letter, from) + 1;
    return from > 0;
  });
}

function nearest(found: readonly Exercise[], current: ExerciseId | undefined): readonly Exercise[] {
  const topic = current?.split('/')[0];
  const near = found.filter(({ id }) => id.split('/')[0] === topic);
  return near.length === 1 ? near : found;
}

function pick(found: readonly Exercise[], text: string, exercises: readonly Exercise[]): Exercise {
  const [only, ...others] = found;
  if (!only) throw unknown(text, exercises);
  if (others.length === 0) return only;
  const ids = found.map(({ id }) => id).join(', ');
  throw new UserError(
    'ambiguous-exercise',
    `${quote(text)} fits several exercises: ${ids}`,
    'Type more of the one you mean.',
  );
}

function unknown(text: string, exercises: readonly Exercise[]): UserError {
  const guess = closest(normalize(text), exercises);
  const next =
    guess === undefined ? 'lab list shows what there is.' : `Did you mean ${guess}? lab list shows what there is.`;
  return new UserError('unknown-exercise', `there is no exercise ${quote(text)}`, next);
}

/** The id with the fewest typing errors in it, or in its topic or name; none when that is too far. */
function closest(wanted: string, exercises: readonly Exercise[]): ExerciseId | undefined {
  if (wanted === '' || wanted.length > LONGEST_NAME) return undefined;
  const ranked = exercises
    .map(({ id }) => ({ id, typos: Math.min(...[id, ...id.split('/')].map((part) => editDistance(wanted, part))) }))
    .toSorted((a, b) => a.typos - b.typos);
  const [best] = ranked;
  return best && best.typos <= Math.min(MOST_TYPOS, Math.floor(wanted.length / 2)) ? best.id : undefined;
}

/** As JSON: what was typed may hold anything, and ends up on a terminal. */
function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text);
}
