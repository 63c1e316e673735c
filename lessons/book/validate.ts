import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES } from '../../grader/domain/language.ts';
import { compareTranslations, type Translation } from './compare.ts';
import type { LessonFault } from './faults.ts';
import type { LessonPlace } from './layout.ts';
import type { LessonFacts } from './lesson.ts';
import { parseLesson } from './parse-lesson.ts';
import { readFacts } from './read-facts.ts';
import { relationFaults, type RelatedLesson } from './relations.ts';

/** Either facts for every place, in its order, or at least one fault. */
export interface ValidatedBook {
  readonly facts: readonly LessonFacts[];
  readonly faults: readonly LessonFault[];
}

/** Holds every lesson, in every language, against everything that is asked of one. */
export function validateBook(
  root: string,
  places: readonly LessonPlace[],
  exerciseIds: readonly string[],
): ValidatedBook {
  const related: RelatedLesson[] = [];
  const faults: LessonFault[] = [];
  for (const place of places) {
    const file = `${place.folder}/lesson.json`;
    const text = read(root, file, faults);
    const known = text === null ? null : readFacts(text, file);
    if (known) faults.push(...known.faults);
    if (known?.facts) related.push({ place, facts: known.facts, lineAt: known.lineAt });
    faults.push(...textFaultsOf(root, place, known?.facts ?? null));
  }
  faults.push(...relationFaults(related, exerciseIds));
  return { facts: related.map(({ facts }) => facts), faults };
}

function textFaultsOf(root: string, place: LessonPlace, facts: LessonFacts | null): LessonFault[] {
  const faults: LessonFault[] = [];
  const translations: Translation[] = [];
  for (const language of LANGUAGES) {
    const file = `${place.folder}/lesson.${language}.md`;
    const markdown = read(root, file, faults);
    if (markdown === null) continue;
    const parsed = parseLesson(markdown, language, file);
    translations.push({ lesson: parsed.lesson, file });
    faults.push(...parsed.faults, ...(facts ? factFaults(parsed.lesson, facts, file, language) : []));
  }
  const [first, ...others] = translations;
  if (first) faults.push(...others.flatMap((other) => compareTranslations(first, other)));
  return faults;
}

/** The title and the exercises are told twice: in the text, and where they can be read without it. */
function factFaults(
  { title, sections }: Translation['lesson'],
  facts: LessonFacts,
  file: string,
  language: (typeof LANGUAGES)[number],
): LessonFault[] {
  const parts = sections.flatMap((section) => section.parts);
  const blocks = parts.flatMap((part) => (part.kind === 'block' && part.block.kind === 'exercise' ? [part] : []));
  const strangers = blocks.filter(({ block }) => !facts.exercises.includes(block.id));
  const absent = facts.exercises.filter((id) => !blocks.some(({ block }) => block.id === id));
  const fault = (line: number, problem: string, allowed: string): LessonFault => ({
    file,
    line,
    path: '',
    problem,
    allowed,
  });
  return [
    ...(title === facts.title[language]
      ? []
      : [fault(1, `the title is "${title}"`, `"${facts.title[language]}", as in lesson.json`)]),
    ...strangers.map(({ block, line }) =>
      fault(line, `lesson.json does not list ${block.id}`, facts.exercises.join(', ') || 'no exercise block'),
    ),
    ...absent.map((id) => fault(1, `no exercise block for ${id}`, 'one block for each exercise in lesson.json')),
  ];
}

function read(root: string, file: string, faults: LessonFault[]): string | null {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    faults.push({ file, line: 0, path: '', problem: `cannot be read (${code})`, allowed: 'a file' });
    return null;
  }
}
