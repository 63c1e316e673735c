import { LineCounter, parseDocument } from 'yaml';
import { faultsOfIssue, jsonPath, type SchemaFault } from '../../grader/domain/strict-schema.ts';
import { factsSchema } from './facts-schema.ts';
import type { LessonFault } from './faults.ts';
import type { LessonFacts } from './lesson.ts';
import { lineOf } from './read-block.ts';

export interface ReadFacts {
  readonly facts: LessonFacts | null;
  readonly faults: readonly LessonFault[];
  /** The line of a place in the file, for faults that are found later. */
  readonly lineAt: (path: readonly PropertyKey[]) => number;
}

/** Reads the text of a `lesson.json`. JSON is YAML, too, and a YAML parser knows the lines. */
export function readFacts(text: string, file: string): ReadFacts {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (path: readonly PropertyKey[]): number => lineOf(document, lines, path);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    const at = document.errors[0]?.pos[0] ?? 0;
    const problem = `not JSON (${error instanceof Error ? error.message : String(error)})`;
    const line = lines.linePos(at).line;
    const allowed = 'a JSON object that describes the lesson';
    return { facts: null, faults: [{ file, line, path: '', problem, allowed }], lineAt };
  }
  const read = factsSchema.safeParse(raw, { reportInput: true });
  const place = ({ path, ...rest }: SchemaFault): LessonFault => ({
    file,
    line: lineAt(path),
    path: jsonPath(path),
    ...rest,
  });
  if (!read.success) return { facts: null, faults: read.error.issues.flatMap(faultsOfIssue).map(place), lineAt };
  const { schema: _, ...facts } = read.data;
  return { facts, faults: [], lineAt };
}
