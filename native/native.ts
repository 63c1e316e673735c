import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * The native core as TypeScript sees it: values resolved and validated on this side, C++ receives what it can use
 * as it is. Errors thrown by the addon are `Error`s with a `code`.
 */
export interface NativeCore {
  /** Calibrated time-stamp counter rate in Hz and the raw monotonic clock in ns. */
  clocks(): { readonly tscHz: number; readonly monotonicRawNs: number };
  /** Canary speed on each of these CPUs at once, in work units per second, over about `milliseconds`. */
  canary(cpus: readonly number[], milliseconds: number): Promise<number[]>;
  /** CPUs this process may run on. */
  allowedCpus(): number[];
  readonly Conductor: new (config: ConductorConfig) => Conductor;
  readonly ProbeRun: new (plan: ProbePlan) => ProbeRun;
  /** Names of all probes (native/core/probes/run.cc). */
  probeNames(): string[];
}

export interface ProbePlan {
  readonly name: string;
  /** One or two, on different physical cores; the probe itself runs on the last one. */
  readonly cpus: readonly number[];
  /** Limit; what has been begun may take some 100 ms more. */
  readonly seconds: number;
  /** Absolute path of lab-probe-wire. */
  readonly wireProgram: string;
}

export interface ProbeRun {
  /** Measures on threads of its own. What this machine cannot do is in the record, as `absent`. */
  run(): Promise<ProbeRecord>;
  /** The promise then rejects with code `CANCELLED`, within some 100 ms. Safe at any time. */
  cancel(): void;
}

export interface NativeQuartiles {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** A probe as the core records it: names and numbers. Words and units are those of `grader/probe`. */
export interface ProbeRecord {
  /** `note`: a word, and after a colon what belongs to it; or empty. */
  readonly figures: readonly (NativeQuartiles & { readonly name: string; readonly note: string })[];
  /** Figures that this machine refused; an empty name stands for all of them. */
  readonly absent: readonly { readonly name: string; readonly code: string; readonly detail: string }[];
  readonly sweep: readonly {
    readonly name: string;
    readonly points: readonly (NativeQuartiles & { readonly x: number })[];
  }[];
  readonly seconds: number;
  /** Share of the time, 0 to 1, in which the probe's thread was ready to run and another one had its CPU. */
  readonly waited: number;
}

export interface ConductorConfig {
  /** Seed of coins, pads, order seeds and slice jitter: 16 hex digits. */
  readonly seed: string;
  /** CPUs for the arms' threads; the canary runs on the same ones. */
  readonly cpus: readonly number[];
  /** An order that is not answered in this time is a fault of the arm. */
  readonly orderTimeoutMs: number;
  /** The arms are drivers of ours (`native/wire/driver.hpp`): believed in what they count and time. */
  readonly driven: boolean;
}

export interface ArmPlan {
  readonly role: string;
  /** Complete command, sandbox wrapper included; file descriptor 3 is the channel. */
  readonly argv: readonly string[];
}

export interface WorkloadPlan {
  readonly metric: string;
  /** `Order::workload`. */
  readonly workload: number;
  readonly recordDistribution: boolean;
  /** Learner/reference slice pairs. */
  readonly pairs: number;
  /** Naive/reference slice pairs, where a naive arm is in the plan. */
  readonly controlPairs: number;
  readonly sliceMs: number;
  /** Items of a slice, though it then takes longer, up to 0.6 s: a percentile needs so many to mean anything. */
  readonly leastItems: number;
  /** Open loop: the share of the reference's loss-free rate that is offered; 0: not an open loop. */
  readonly load: number;
  /** That rate, in items a second; 0: it is found out first, which takes about half a second. */
  readonly carried: number;
}

export interface BlockPlan {
  readonly index: number;
  /** Always learner and reference; the naive arm only where the positive control is still wanted. */
  readonly arms: readonly ArmPlan[];
  readonly workloads: readonly WorkloadPlan[];
  readonly warmMs: number;
}

/** Something an arm did that ends the block: with the learner's arm, a verdict; with ours, a bug. */
export interface ArmFault {
  readonly role: string;
  readonly metric: string;
  readonly kind:
    | 'died'
    | 'timed-out'
    | 'wrong-digest'
    | 'wrong-count'
    | 'forged'
    | 'no-hello'
    | 'wrong-reply'
    | 'machine';
  readonly detail: string;
}

/** A block as the conductor records it. Same field meanings as `grader/domain/rounds.ts`. */
export interface BlockRecord {
  readonly index: number;
  readonly startedNs: number;
  readonly pads: Readonly<Record<string, number>>;
  readonly workloads: readonly {
    readonly metric: string;
    readonly pairs: readonly {
      readonly roles: readonly [string, string];
      readonly slices: readonly [NativeSlice, NativeSlice];
      readonly canary: readonly [number, number];
    }[];
    /** Latency buckets by role (lower bound ns, count), where recorded. */
    readonly distributions: Readonly<Record<string, readonly (readonly [number, number])[]>>;
    /** Open loop. */
    readonly carried?: number;
    readonly perSecond?: number;
  }[];
  readonly noise: {
    readonly wallNs: number;
    readonly stealNs: number;
    readonly runDelayNs: number;
    readonly interrupts: number;
    readonly softirqs: number;
    readonly involuntarySwitches: number;
    readonly voluntarySwitches: number;
  };
  readonly fault: ArmFault | null;
}

export interface NativeSlice {
  readonly items: number;
  readonly wallNs: number;
  readonly tscNs: number;
  readonly cpuNs: number;
  readonly runDelayNs: number;
  readonly idleCpuNs: number;
  readonly stealNs?: number;
  /** What a driver counted and timed on its side of the wire; absent from other arms. */
  readonly seen?: {
    readonly elapsedNs: number;
    readonly sent: number;
    readonly received: number;
    readonly lost: number;
    readonly duplicated: number;
    readonly reordered: number;
    readonly corrupted: number;
    readonly samples: number;
    readonly latencyNs: Readonly<Record<'p50' | 'p90' | 'p99' | 'p999' | 'max', number>>;
    readonly stalls: readonly number[];
    readonly lateNs: number;
    readonly latenessNs: Readonly<Record<'p50' | 'p90' | 'p99' | 'p999' | 'max', number>>;
    readonly missed: number;
    readonly burst: number;
  };
}

export interface Conductor {
  /** Runs one block on the conductor's own thread. One at a time. */
  runBlock(plan: BlockPlan): Promise<BlockRecord>;
  /** Kills the running block's arms; its promise then rejects with code `CANCELLED`. Safe at any time. */
  cancel(): void;
}

const BUILD = fileURLToPath(new URL('build/', import.meta.url));

/** Absolute path of a program that the native build made. */
export function nativeProgram(
  name: 'lab-guard' | 'lab-launch' | 'lab-probe-wire' | 'lab-netload' | 'lab-trafficgen' | 'lab-wire' | 'lab-roundtrip',
): string {
  return `${BUILD}${name}`;
}

let core: NativeCore | undefined;

/** Loads the addon on first use: commands that do not measure never pay for it. */
export function nativeCore(): NativeCore {
  const path = `${BUILD}lab.node`;
  if (!core && !existsSync(path)) {
    throw new Error(`the native core is not built (${path} is missing): run bin/setup`);
  }
  core ??= createRequire(import.meta.url)(path) as NativeCore;
  return core;
}
