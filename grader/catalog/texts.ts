import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import type { Exercise } from '../domain/exercise.ts';
import type { Language } from '../domain/language.ts';

/** Hints go from mild to strong. */
export const HINT_LEVELS = 3;

/** The task, as Markdown. */
export function taskText(exercise: Exercise, language: Language): string {
  return readFileSync(join(exercise.folder, `task.${language}.md`), 'utf8');
}

/** Why the reference works and how others do it, as Markdown. */
export function whyText(exercise: Exercise, language: Language): string {
  return readFileSync(join(exercise.solutions, `WHY.${language}.md`), 'utf8');
}

/** The hint of a level, from 1: the section `## 1` and what follows it, as Markdown. Throws `UserError` `no-such-hint`. */
export function hintText(exercise: Exercise, language: Language, level: number): string {
  const sections = readFileSync(join(exercise.folder, `hints.${language}.md`), 'utf8')
    .split(/^## +/mu)
    .slice(1);
  const section = sections.find((each) => each.startsWith(String(level)));
  if (section === undefined) {
    throw new UserError(
      'no-such-hint',
      `there is no hint ${String(level)}`,
      `Levels: 1 to ${String(HINT_LEVELS)}, mild to strong.`,
    );
  }
  return section.slice(section.indexOf('\n') + 1).trim();
}
