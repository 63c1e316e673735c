import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Reads lines out of the learner's files, as they are when the first one is asked for. Empty where there is no such line:
 * the names come from debug information, and the learner's code can put anything there.
 */
export function sourceLines(folder: string, files: readonly string[]): (file: string, line: number) => string {
  const read = new Map<string, readonly string[]>();
  return (file, line) => {
    if (!files.includes(file)) return '';
    const lines = read.get(file) ?? readFileSync(join(folder, file), 'utf8').split('\n');
    read.set(file, lines);
    return (lines[line - 1] ?? '').trim();
  };
}
