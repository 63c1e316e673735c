import { z } from 'zod';
import type { Language } from './language.ts';

/** What is wrong with one place of a file that people write, and what would have been right. */
export interface SchemaFault {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
  readonly allowed: string;
}

/** An object without further keys; what it may have is part of the complaint. */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? keys : undefined) });
}

/** A string of a form. The words say what is allowed. */
export function form(pattern: RegExp, words: string): z.ZodString {
  return z.string(words).regex(pattern, words);
}

export const filledText = form(/\S/u, 'text, not empty');
export const localizedText = strict({ en: filledText, ko: filledText } satisfies Record<Language, z.ZodString>);

/** Zod's issue in our words; parse with `reportInput: true`. An object with three unknown keys has three faults. */
export function faultsOfIssue(issue: z.core.$ZodIssue): SchemaFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      problem: 'unknown key',
      allowed: issue.message,
    }));
  }
  return [{ path: issue.path, problem: problemOf(issue.input), allowed: allowedBy(issue) }];
}

/** `['metrics', 0, 'line']` as people write it: `metrics[0].line`. */
export function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${String(key)}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

function allowedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(', ');
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => message).join(', ');
  // Zod's own words, where the schema has none.
  const wordless = issue.code === 'invalid_type' && issue.message.startsWith('Invalid input');
  return wordless ? `an ${issue.expected}` : issue.message;
}

/** Long values are named by their beginning: the reader sees the place anyway. */
function problemOf(input: unknown): string {
  if (input === undefined) return 'missing';
  const shown = JSON.stringify(input);
  return `${shown.length > 40 ? `${shown.slice(0, 39)}…` : shown} does not fit`;
}
