import type { ProbeResult } from '../../grader/domain/probe.ts';

/** What the reader did with an interactive block. Kept in the ledger as JSON, under the lesson and the block's id. */
export type Answer =
  | {
      readonly kind: 'predict';
      /** In the figure's unit; null where the reader wanted to see it without guessing. */
      readonly guess: number | null;
      readonly measured: ProbeResult;
    }
  | { readonly kind: 'measure'; readonly measured: ProbeResult }
  /** Indices of the choices, in the order of the lesson. */
  | { readonly kind: 'quiz'; readonly chosen: readonly number[] }
  | { readonly kind: 'step'; readonly done: boolean }
  | { readonly kind: 'try'; readonly command: string; readonly output: CommandOutput | null };

/** What a command printed, as it is shown: capped, and without what a terminal would obey. */
export interface CommandOutput {
  /** `exit code 0`, `timed out after 60 s`, … */
  readonly ending: string;
  readonly ok: boolean;
  readonly text: string;
}
