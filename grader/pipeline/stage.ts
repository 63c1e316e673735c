import type { Evidence } from './evidence.ts';
import type { Compiler } from '../toolchain/toolchain.ts';
import type { GradeEvent } from '../domain/events.ts';
import type { GradeRequest } from '../domain/grade-request.ts';
import type { HostFacts } from '../domain/host.ts';
import type { Paths } from '../domain/paths.ts';
import type { Advice, CheckResult, CountResult, Loads, MetricResult, NoiseLedger } from '../domain/receipt.ts';
import type { VerdictKind } from '../domain/verdict.ts';

/** What every stage may use and nobody else decides. */
export interface GradeContext {
  readonly signal: AbortSignal;
  readonly onEvent: (event: GradeEvent) => void;
  readonly paths: Paths;
  /** The only clock of the pipeline, so that tests can hold it. */
  readonly now: () => Date;
}

/** What is known so far; each stage adds its own part, and the receipt is written from it. */
export interface Findings {
  checks: readonly CheckResult[];
  advice: readonly Advice[];
  counts: readonly CountResult[];
  metrics: readonly MetricResult[];
  noise: NoiseLedger | null;
  cpus: readonly number[];
  /** CPU time under three loads; null where the exercise does not ask for it. */
  loads: Loads | null;
  /** What was seen of the host; null where the exercise does not ask for it. */
  host: HostFacts | null;
  /** What packets were measured over; null where none were. */
  device: string | null;
  stored: boolean;
  /** Path of the recorded rounds. */
  evidence: string | null;
  /** Rounds of this session together with those it added to, to be kept. */
  measured: Evidence | null;
}

/** The end of a grade: a verdict, a stable word for why, and one line more. */
export interface Conclusion {
  readonly verdict: VerdictKind;
  readonly reason: string;
  readonly detail: string;
}

/** A stage hands on its product or ends the grade. */
export type Stage<T> =
  | { readonly kind: 'go-on'; readonly value: T }
  | { readonly kind: 'stop'; readonly end: Conclusion };

export function goOn<T>(value: T): Stage<T> {
  return { kind: 'go-on', value };
}

export function stop(verdict: VerdictKind, reason: string, detail = ''): { kind: 'stop'; end: Conclusion } {
  return { kind: 'stop', end: { verdict, reason, detail } };
}

/** What the preparation found out: whose files, and with which compiler. */
export interface Prepared {
  readonly request: GradeRequest;
  /** Folder that holds the files to be graded. */
  readonly submission: string;
  readonly compiler: Compiler;
}
