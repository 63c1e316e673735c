import type { Exercise } from './exercise.ts';
import type { TestbedPlan } from './testbed-plan.ts';

/** Whose files are graded. */
export type SubmissionSource =
  | { readonly kind: 'work' }
  /** `reference`, `naive`, `starter` or `impostors/NAME`. */
  | { readonly kind: 'solution'; readonly name: string }
  | { readonly kind: 'folder'; readonly folder: string };

/** What `lab grade` was asked to do. */
export interface GradeRequest {
  readonly exercise: Exercise;
  readonly source: SubmissionSource;
  readonly correctnessOnly: boolean;
  /** The first failed step ends the checks: who only wants the verdict need not wait for the rest. */
  readonly untilFailure?: boolean;
  /** `full` keeps measuring to the longer caps and asks for more evidence; `quick` is the everyday answer. */
  readonly profile: 'quick' | 'full';
  /** Add evidence to an inconclusive verdict, up to 30 s (measurement.md 2.0). */
  readonly keepMeasuring: boolean;
  /** What the ports of the testbed `dpdk` are. Absent: memif. */
  readonly testbed?: TestbedPlan;
}
