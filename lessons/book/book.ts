import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '../../grader/domain/errors.ts';
import type { Language } from '../../grader/domain/language.ts';
import { readCachedBook, stampOfBook, writeCachedBook } from './cache.ts';
import { describeLessonFaults, type LessonFault } from './faults.ts';
import { findLessons, type LessonPlace } from './layout.ts';
import type { Lesson, LessonEntry, LessonFacts } from './lesson.ts';
import type { parseLesson } from './parse-lesson.ts';
import type { validateBook } from './validate.ts';

export { DETECTORS, TRACKS } from './lesson.ts';
export { unitOf } from './probe-figures.ts';
export type * from './lesson.ts';

export interface BookOptions {
  /** The ids of the catalog: what an exercise block may name. */
  readonly exerciseIds: readonly string[];
  /** Folder of our cache, `Paths.cache`. */
  readonly cache: string;
  /** Validate in full, whatever the cache says: the audit does. */
  readonly validate?: boolean;
}

/**
 * The lessons of a checkout, in their order; none where there are none. The folders are the registry. Whatever is wrong
 * with any of them, in any language, is thrown at once as one `UserError` (`bad-lesson`) with a line for each fault.
 *
 * Validation needs the parsers of Markdown, YAML and schemas, which take longer to load than the first screen of
 * `lab start` to draw. So a book that was found valid is remembered with the sizes and times of its files, as the
 * catalog is, and those packages are loaded when a lesson is opened.
 */
export function loadBook(root: string, options: BookOptions): readonly LessonEntry[] {
  const { exerciseIds, cache, validate: inFull = false } = options;
  const { places, faults } = findLessons(root);
  const file = join(cache, 'book.json');
  const stamp = stampOfBook(root, places, exerciseIds);
  const known = inFull || faults.length > 0 ? null : readCachedBook(file, stamp);
  const facts = known ?? validateAll(root, places, exerciseIds, faults);
  if (!known) writeCachedBook(file, stamp, facts);
  return places.flatMap((place, index) => assemble(root, place, facts[index]));
}

/** Parses one lesson. Throws the `UserError` of `loadBook` if it has been broken since. */
export function openLesson(entry: LessonEntry, language: Language): Lesson {
  const file = join(entry.folder, `lesson.${language}.md`);
  const load = createRequire(import.meta.url);
  const parser = load('./parse-lesson.ts') as { readonly parseLesson: typeof parseLesson };
  const { lesson, faults } = parser.parseLesson(readFileSync(file, 'utf8'), language, file);
  if (faults.length > 0) throw badLesson(faults);
  return lesson;
}

/** The lesson that a text means: its slug, a former one, its number, or the beginning of one of them. */
export function findLesson(book: readonly LessonEntry[], text: string): LessonEntry {
  const wanted = text
    .trim()
    .toLowerCase()
    .replace(/^.*lessons\/chapters\//u, '')
    .replace(/^\d{3}-/u, '')
    .replace(/\/+$/u, '');
  const named = (fits: (slug: string) => boolean): LessonEntry[] =>
    wanted === '' ? [] : book.filter(({ slug, formerly }) => [slug, ...formerly].some(fits));
  const ordered = /^\d+$/u.test(wanted) ? book.filter(({ order }) => Number(order) === Number(wanted)) : [];
  const readings = [
    named((slug) => slug === wanted),
    ordered,
    named((slug) => slug.startsWith(wanted)),
    named((slug) => slug.includes(wanted)),
  ];
  const found = readings.find((entries) => entries.length > 0) ?? [];
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  const slugs = found.map(({ slug }) => slug).join(', ');
  if (only) throw new UserError('ambiguous-lesson', `"${wanted}" fits several lessons: ${slugs}`, 'Type more of it.');
  throw new UserError('unknown-lesson', `there is no lesson ${JSON.stringify(text)}`, 'lab read shows what there is.');
}

/** Loads the rules only here. `require` and not `import()`, because callers are not asynchronous. */
function validateAll(
  root: string,
  places: readonly LessonPlace[],
  exerciseIds: readonly string[],
  before: readonly LessonFault[],
): readonly LessonFacts[] {
  const load = createRequire(import.meta.url);
  const rules = load('./validate.ts') as { readonly validateBook: typeof validateBook };
  const { facts, faults } = rules.validateBook(root, places, exerciseIds);
  const all = [...before, ...faults];
  if (all.length > 0) throw badLesson(all);
  return facts;
}

function assemble(root: string, place: LessonPlace, facts: LessonFacts | undefined): LessonEntry[] {
  if (!facts) return [];
  return [{ ...facts, slug: place.slug, order: place.order, folder: join(root, place.folder) }];
}

function badLesson(faults: readonly LessonFault[]): UserError {
  return new UserError('bad-lesson', describeLessonFaults(faults), 'Mend what is listed, then: lab read');
}
