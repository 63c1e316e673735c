import { createRequire } from 'node:module';
import type { readReceipt, readRounds } from './records.ts';

interface Records {
  readonly readReceipt: typeof readReceipt;
  readonly readRounds: typeof readRounds;
}

/**
 * Loads the schemas when the first stored JSON is read: zod takes as long to load as an empty `node` to run, and
 * `lab list` and `lab start` only read columns. `require` and not `import()`, because callers are not asynchronous.
 */
export function loadRecords(): Records {
  return createRequire(import.meta.url)('./records.ts') as Records;
}
