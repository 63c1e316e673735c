import { z } from 'zod';
import { QUANTITIES } from './exercise.ts';

/**
 * The recorded evidence of one timing session: what the judge reads, what `lab judge --replay` reads back, and what
 * the ledger keeps. Plain JSON. Times are nanoseconds as numbers (exact up to 2^53 ns = 104 days).
 */
export const ROUNDS_SCHEMA = 1;

/** Who ran: the learner's code, the reference solution, the honest slow way. */
export const ROLES = ['learner', 'reference', 'naive'] as const;
export const role = z.enum(ROLES);
export type Role = z.infer<typeof role>;

const percentiles = z.object({
  p50: z.number(),
  p90: z.number(),
  p99: z.number(),
  p999: z.number(),
  max: z.number(),
});

/** What a load generator of ours counted and timed on its side of the wire (`native/include/lab/protocol.hpp`). */
const seen = z.object({
  /** From the first message's intended time to the last one's arrival. */
  elapsedNs: z.number(),
  sent: z.number(),
  /** Distinct ones, intact. */
  received: z.number(),
  lost: z.number(),
  duplicated: z.number(),
  reordered: z.number(),
  corrupted: z.number(),
  /** Latencies behind the percentiles; a lost message counts with the time it was waited for. */
  samples: z.number(),
  latencyNs: percentiles,
  /** Stalls of the generator's waiting loop: longer than 4 us, 8 us, 16 us, … Nothing but the machine causes them. */
  stalls: z.array(z.number()),
  /** Open loop: how far behind its schedule the generator itself was, 99.9th percentile. */
  lateNs: z.number(),
  /** The same at the other percentiles; recordings from before there was an open loop have none. */
  latenessNs: percentiles.optional(),
  /** Open loop: how many messages were due at the same moment. */
  burst: z.number().optional(),
  /** Answers that found no room with the generator itself: it was too slow, and nobody else lost them. */
  missed: z.number().optional(),
});

/** One work order carried out by one arm, timed from outside the arm's process by the trial conductor. */
export const slice = z.object({
  items: z.number(),
  /** CLOCK_MONOTONIC_RAW between sending the order and receiving the answer. */
  wallNs: z.number(),
  /** The same interval by the time-stamp counter, converted with the calibrated rate (gate G1). */
  tscNs: z.number(),
  /** CPU time that all threads of the arm's process used meanwhile. */
  cpuNs: z.number(),
  /** Time the arm's threads were runnable but waited for a CPU (`/proc/PID/task/TID/schedstat`, field 2). */
  runDelayNs: z.number(),
  /** CPU time that the *other* arms used meanwhile: they are idle, so anything but about zero is interference. */
  idleCpuNs: z.number(),
  /** Open loop: CPU time that the hypervisor gave to others meanwhile, of all CPUs (`/proc/stat`, 10 ms ticks). */
  stealNs: z.number().optional(),
  /** Only where a load generator drives the arm's program; `cpuNs` and `runDelayNs` are then that program's. */
  seen: seen.optional(),
});
export type Slice = z.infer<typeof slice>;

/** Two adjacent slices in the order our coin chose, between two canary readings. */
export const pair = z.object({
  /** In the order they ran. */
  roles: z.tuple([role, role]),
  slices: z.tuple([slice, slice]),
  /** Canary speed (work units per second, higher is better) before and after the pair. */
  canary: z.tuple([z.number(), z.number()]),
});
export type Pair = z.infer<typeof pair>;

/** What one block saw of one metric. */
export const workloadRecord = z.object({
  metric: z.string(),
  pairs: z.array(pair),
  /** Open loop: items a second that the reference carries without loss, as found in this session, … */
  carried: z.number().optional(),
  /** … and how many were offered: the metric's share of that. */
  perSecond: z.number().optional(),
});
export type WorkloadRecord = z.infer<typeof workloadRecord>;

/** Machine-wide counters over one block: the raw material of the noise ledger. */
export const noiseCounters = z.object({
  wallNs: z.number(),
  /** `/proc/stat` steal of all CPUs, 10 ms ticks. */
  stealNs: z.number(),
  /** Sum of the arms' run-queue delay. */
  runDelayNs: z.number(),
  /** `/proc/interrupts` and `/proc/softirqs` counts on the measuring CPUs. */
  interrupts: z.number(),
  softirqs: z.number(),
  involuntarySwitches: z.number(),
  voluntarySwitches: z.number(),
});

/** Fresh processes of every arm, and their slices. */
export const block = z.object({
  index: z.number(),
  startedNs: z.number(),
  /** Environment padding in bytes that each arm's process got (layout randomisation), by role. */
  pads: z.partialRecord(role, z.number()),
  workloads: z.array(workloadRecord),
  noise: noiseCounters,
});
export type Block = z.infer<typeof block>;

/** Everything the judge needs to know of a metric; a copy, so that a recording can be judged without the exercise. */
export const judgedMetric = z.object({
  name: z.string(),
  unit: z.enum(['items/s', 'ns', 'share']),
  clock: z.enum(['wall', 'cpu']),
  line: z.number(),
  naive: z.number(),
  deadBand: z.number(),
  /** True where counts judge what the exercise is about, and the naive solution is no control. */
  floor: z.boolean().optional(),
  /** Absent, as in recordings from before there were any others: a rate. */
  quantity: z.enum(QUANTITIES).optional(),
});
export type JudgedMetric = z.infer<typeof judgedMetric>;

export const rounds = z.object({
  schema: z.literal(ROUNDS_SCHEMA),
  exercise: z.string(),
  /** Seed of the coins, pads and order sizes, hex. With it a session can be replayed and audited. */
  seed: z.string(),
  /** One-sided error rate for PASS, spent over distinct binaries (measurement.md 2.8). */
  alphaPass: z.number(),
  /** Total error rate for FAIL; divided by the number of metrics. */
  alphaFail: z.number(),
  metrics: z.array(judgedMetric),
  blocks: z.array(block),
});
export type Rounds = z.infer<typeof rounds>;
