import { z } from 'zod';
import { hostFacts } from './host.ts';
import { BUILD_PROFILES, QUANTITIES } from './exercise.ts';
import { VERDICTS } from './verdict.ts';

/**
 * What one `lab grade` found out: the object that `--json` prints and the ledger keeps. Documented in
 * `docs/json.md`; a test validates real output against this schema.
 */
export const RECEIPT_SCHEMA = 1;

/** One moment of a run on the simulated machine that went wrong, in the order of the run. */
export const moment = z.object({
  thread: z.string(),
  /** Without it the failure cannot be understood: the two sides of a race, an old value that was read. */
  key: z.boolean(),
  /** What it does there, in the words of the line: `stores 5 (relaxed)`. */
  text: z.string(),
  /** Where in the learner's files; null for a call of the scenario's. */
  place: z.object({ file: z.string(), line: z.number(), code: z.string() }).nullable(),
});
export type Moment = z.infer<typeof moment>;

export const checkResult = z.object({
  /** The step's id in the check program. */
  name: z.string(),
  profile: z.enum(BUILD_PROFILES),
  status: z.enum(['passed', 'failed', 'skipped', 'unjudged']),
  /**
   * What was done and what came of it, a sentence a line; the last line says what is wrong. Of an unjudged step what this
   * machine lacks for it; empty when passed.
   */
  story: z.array(z.string()),
  /** The run that failed the step, where the simulated machine found it; else empty. */
  moments: z.array(moment).default([]),
  seconds: z.number(),
});
export type CheckResult = z.infer<typeof checkResult>;

/** Something worth knowing that never decides a verdict: a layout remark, a compiler warning. */
export const advice = z.object({ topic: z.string(), text: z.string() });
export type Advice = z.infer<typeof advice>;

/** Where a metric stands after the blocks so far. */
export const DECISIONS = [
  'passed',
  'failed',
  'undecided',
  'at-the-line',
  'too-noisy',
  'control-failed',
  'interference',
  'clock',
  'unresolvable',
] as const;
export const decision = z.enum(DECISIONS);
export type Decision = z.infer<typeof decision>;

/** Trials of an open loop at one rate, those that the machine disturbed left out. */
const trials = z.object({ lossless: z.number(), total: z.number() });
const lossTrials = z.object({
  /** Items a second that were offered, and that the reference carries without loss here. */
  perSecond: z.number().nullable(),
  carried: z.number().nullable(),
  learner: trials,
  reference: trials,
  naive: trials,
});
export type LossTrials = z.infer<typeof lossTrials>;

export const metricResult = z.object({
  name: z.string(),
  unit: z.enum(['items/s', 'ns', 'share']),
  /** What is judged: absent for a rate, else a percentile by the load generator's clock, or loss. */
  quantity: z.enum(QUANTITIES).optional(),
  /**
   * Medians over this session's slices, in `unit`; of a loss the share over all of its trials. Shown, never judged.
   * Null where nothing was measured.
   */
  yours: z.number().nullable(),
  reference: z.number().nullable(),
  naive: z.number().nullable(),
  /**
   * Goodness learner / reference with the interval that is exactly consistent with the sign test. Null where nothing
   * was measured, and of a loss, which has trials instead.
   */
  ratio: z.object({ median: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** The goodness ratio that had to be beaten. */
  line: z.number(),
  /** Blocks above the line (with its dead band), below it, and counted. Of a loss: trials without any, with some, all. */
  rounds: z.object({ won: z.number(), lost: z.number(), total: z.number() }),
  decision,
  /** Of a loss: at which rate, and how everybody's trials came out. */
  loss: lossTrials.optional(),
  /**
   * Recovery of the positive control: 1 when naive / reference is as far apart here as for the author. Of a loss: share
   * of the trials in which the naive solution lost something and the reference beside it nothing.
   */
  control: z.number().nullable(),
  /** ln(goodness ratio) of each counted block, for the ruler's dots. */
  blocks: z.array(z.number()),
  /** Latency of single items in ns, merged over the session, where the workload records it. */
  distribution: z
    .partialRecord(
      z.enum(['learner', 'reference', 'naive']),
      z.array(z.object({ percentile: z.number(), ns: z.number() })),
    )
    .nullable(),
});
export type MetricResult = z.infer<typeof metricResult>;

export const countResult = z.object({
  name: z.string(),
  /** As the exercise words it: `transfers/item`. */
  unit: z.string(),
  /** What was counted. Less is better. */
  yours: z.number(),
  /** At most this much. */
  line: z.number(),
  /** Of the two solutions, as the exercise states them. */
  reference: z.number(),
  naive: z.number(),
  decision: z.enum(['passed', 'failed']),
});
export type CountResult = z.infer<typeof countResult>;

/** A program under one load of an open loop. Shown, never judged. */
const loadPoint = z.object({
  /** Datagrams a second that were sent, at random moments. */
  perSecond: z.number(),
  /** CPU time of the program, in seconds per million datagrams that it answered. */
  cpuSecondsPerMillion: z.number(),
  /** Share of the datagrams that did not come back. */
  lost: z.number(),
  p50Ns: z.number(),
  p99Ns: z.number(),
});
export type LoadPoint = z.infer<typeof loadPoint>;

/** The same three loads for both: 10, 50 and 90 % of what the reference carries. Empty where it could not be measured. */
const loads = z.object({ learner: z.array(loadPoint), reference: z.array(loadPoint) });
export type Loads = z.infer<typeof loads>;

export const machineFacts = z.object({
  cpu: z.string(),
  cores: z.number(),
  virtual: z.boolean(),
  kernel: z.string(),
  compiler: z.string(),
  /** The CPUs the measured threads were pinned to. */
  cpus: z.array(z.number()),
  sandbox: z.enum(['bubblewrap', 'limits-only']),
  /** What packets went over: `veth`, `loopback`, `memif`, `veth-packet`, `nic`, …; absent where none did. A figure means nothing without it. */
  device: z.string().optional(),
});
export type MachineFacts = z.infer<typeof machineFacts>;

/** Where the time went that should have gone into measuring; shares of the measured wall time, 0 to 1. */
export const noiseLedger = z.object({
  blocks: z.number(),
  /** Share of slice pairs that the gates dropped. */
  gated: z.number(),
  neighbours: z.number(),
  hypervisor: z.number(),
  interruptsPerSecond: z.number(),
  /** Slowest canary over its upper quartile: below about 0.9 the clock or the core was taken away. */
  canaryFloor: z.number(),
});
export type NoiseLedger = z.infer<typeof noiseLedger>;

export const receipt = z.object({
  schema: z.literal(RECEIPT_SCHEMA),
  exercise: z.string(),
  verdict: z.enum(VERDICTS),
  /** Why, as a stable word: `faster-than-the-line`, `check-failed`, `compile-error`, `too-noisy`, … */
  reason: z.string(),
  /** One line more, where there is one: the compiler's first error, the step that failed, what the machine lacks. */
  detail: z.string(),
  checks: z.array(checkResult),
  advice: z.array(advice),
  /** In the exercise's order; empty where the checks did not get that far. Older receipts have none. */
  counts: z.array(countResult).default([]),
  metrics: z.array(metricResult),
  /** CPU time under three loads, where the exercise asks for it. */
  loads: loads.optional(),
  /** What DPDK needs of this host, as it was found; where the exercise asks for it. */
  host: hostFacts.optional(),
  machine: machineFacts,
  noise: noiseLedger.nullable(),
  /** True when an earlier verdict on the same binary was returned instead of measuring again. */
  stored: z.boolean(),
  /** Path of the recorded rounds, for `lab judge --replay`; null when nothing was timed. */
  evidence: z.string().nullable(),
  seconds: z.number(),
});
export type Receipt = z.infer<typeof receipt>;
