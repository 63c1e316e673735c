import type { VerdictKind } from './verdict.ts';

/** How far the learner is with one exercise, as the ledger remembers it. */
export interface Progress {
  readonly exercise: string;
  readonly attempts: number;
  /** Of the last attempt; null before the first. */
  readonly lastVerdict: VerdictKind | null;
  /** True from the first pass on: what was reached is never taken away. */
  readonly passed: boolean;
  /** Highest hint level shown so far, 0 to 3. */
  readonly hintLevel: number;
}
