export const RULES = ['lab', 'single run, stored threshold', 'best of 5, stored threshold'] as const;
export type Rule = (typeof RULES)[number];

/** How often one rule came to which end, at one noise and one true ratio. */
export interface Cell {
  readonly rule: Rule;
  readonly noise: string;
  readonly ratio: number;
  readonly sessions: number;
  readonly passed: number;
  readonly failed: number;
  readonly inconclusive: number;
  readonly meanSeconds: number;
  readonly medianSeconds: number;
}

/** The reference graded as if it were a learner's: what the measuring itself gets wrong. */
export interface SelfTest {
  readonly noise: string;
  readonly sessions: number;
  readonly passed: number;
  readonly failed: number;
  /** Median of the sessions' ratios: 1 is no bias. */
  readonly medianRatio: number;
  /** Sessions whose displayed interval holds the truth. */
  readonly covered: number;
  readonly medianSeconds: number;
}

/** Sessions in which it is loss that is judged: how they ended, at one true capacity over the offered rate. */
export interface LossCell {
  readonly machine: string;
  readonly ratio: number;
  readonly sessions: number;
  readonly passed: number;
  readonly failed: number;
  readonly inconclusive: number;
  readonly meanSeconds: number;
}

export interface VerdictsData {
  readonly sessions: number;
  readonly seed: number;
  readonly cells: readonly Cell[];
  readonly selfTests: readonly SelfTest[];
  readonly loss: readonly LossCell[];
}
