import type { CheckResult, MetricResult } from './receipt.ts';

/** Progress of a grade, as it happens. Stages report through one callback and never print. */
export type GradeEvent =
  | { readonly kind: 'stage'; readonly stage: 'preparing' | 'building' | 'checking' | 'measuring' }
  | { readonly kind: 'built'; readonly program: string; readonly seconds: number; readonly cached: boolean }
  | { readonly kind: 'step-started'; readonly name: string }
  | { readonly kind: 'step-ended'; readonly result: CheckResult }
  | { readonly kind: 'waiting'; readonly holder: string }
  /** Something that does not change the verdict but must be said: the ledger could not be written, … */
  | { readonly kind: 'warning'; readonly text: string; readonly next: string }
  | {
      readonly kind: 'block';
      readonly index: number;
      readonly metrics: readonly MetricResult[];
      /** Seconds of measuring so far, and at most. */
      readonly seconds: number;
      readonly capSeconds: number;
    };

export type OnEvent = (event: GradeEvent) => void;
