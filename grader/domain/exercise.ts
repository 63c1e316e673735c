import { Bug } from './errors.ts';
import type { Localized } from './language.ts';
import type { DeviceKind } from './testbed-plan.ts';

/** `ring/spsc`: folder names without their ordering numbers, so that reordering never breaks saved progress. */
export type ExerciseId = string & { readonly __brand: 'ExerciseId' };

/**
 * Builds of the same source: two under sanitizers, one for the simulated machine (native/simulator), one that is timed.
 * Never one binary for two purposes.
 */
export const BUILD_PROFILES = ['address', 'thread', 'simulated', 'optimized'] as const;
export type BuildProfile = (typeof BUILD_PROFILES)[number];

/** Something a machine can or cannot do; `grader/machine` finds out by doing it. */
export const CAPABILITIES = [
  'compiler',
  'two-cores',
  'address-sanitizer',
  'thread-sanitizer',
  'sandbox',
  'network-namespaces',
  'dpdk',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** Libraries that an exercise may be built with, by their name for pkg-config. */
export const PACKAGES = ['libdpdk'] as const;
export type Package = (typeof PACKAGES)[number];

/** One correctness program: our source, compiled together with the learner's files under one profile. */
export interface CheckProgram {
  /** Path of the `.cc` below the exercise's folder. */
  readonly source: string;
  readonly profile: BuildProfile;
  /** Wall-clock limit in seconds, after which the running step has failed. */
  readonly seconds: number;
  /** On a wire: true where the program holds the learner's code itself, instead of driving it from the other side. */
  readonly inProcess?: boolean | undefined;
}

/** Where an exercise's programs are measured: in one process, over a wire between network namespaces, or
 * over ports of DPDK. */
export const TESTBEDS = ['inprocess', 'sockets', 'dpdk'] as const;
export type TestbedKind = (typeof TESTBEDS)[number];

/**
 * What is judged of a metric: how many a second; a percentile of how long one takes, by the load generator's clock; or
 * whether anything is lost at a share of the rate that the reference carries.
 */
export const QUANTITIES = ['rate', 'p50', 'p90', 'p99', 'p999', 'loss'] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** What the load generator sends to a device under test (`native/netload/options.hpp`). */
export interface Traffic {
  /** One message at a time; a fixed number under way; or by a schedule, whatever comes back. */
  readonly loop: 'closed' | 'window' | 'open';
  /** Payload of a datagram. */
  readonly bytes: number;
  /** Whether what goes in comes back, or goes on to the generator's sink. */
  readonly path?: 'echo' | 'relay' | undefined;
  /** `window`: messages under way. */
  readonly outstanding?: number | undefined;
  /** `open`: datagrams a second; absent where the metric's load says how many. And how they are spaced. */
  readonly rate?: number | undefined;
  readonly arrivals?: 'constant' | 'poisson' | 'bursts' | undefined;
  /** `bursts`: how many come at once, as a multiple of what a socket with the kernel's default queue holds. */
  readonly burst?: number | undefined;
}

/**
 * One judged quantity. The judge sees only *goodness ratios* learner / reference: higher is better whatever the unit,
 * so for times goodness is the inverse.
 */
export interface Metric {
  readonly name: string;
  readonly title: Localized<string>;
  /** Workload number of the arm program (`lab::Order::workload`). */
  readonly workload: number;
  /** `items/s` is a rate, `ns` the time of one item, `share` how much of what was sent is lost. */
  readonly unit: 'items/s' | 'ns' | 'share';
  /** Wall time for work spread over threads, CPU time of the process for single-threaded work (measurement.md 2.1). */
  readonly clock: 'wall' | 'cpu';
  /**
   * Theta: the goodness ratio to the reference that must be beaten. 0.5 is "at least half as good". Of a loss: the
   * share of the reference's loss-free rate that must be carried without loss.
   */
  readonly line: number;
  /**
   * Goodness ratio of the naive solution to the reference, as measured by the author: the positive control's target. Of
   * a loss: of the rates that they carry, 0 where the naive solution carries none; its control is that it loses.
   */
  readonly naive: number;
  /**
   * A floor under what `counts` judge: it stops what is several times slower than any good answer, and nothing else. The
   * naive solution, which a count finds, need not be slower in time, so that it is no control here.
   */
  readonly floor?: boolean | undefined;
  /** Half-width of the dead band around the line, as a fraction (0.02 on a VM, measurement.md 2.1). */
  readonly deadBand: number;
  /** True where the arm reports a histogram of single items with its answer (shown, never judged). */
  readonly distribution: boolean;
  /** Absent: a rate. Percentiles are a load generator's, and need traffic. */
  readonly quantity?: Quantity | undefined;
  /** On a wire: what is sent. */
  readonly traffic?: Traffic | undefined;
  /** Testbed `dpdk`: line and naive over devices other than memif. Where there is none, nothing is judged over them. */
  readonly devices?: Readonly<Partial<Record<DeviceKind, DeviceLine | undefined>>> | undefined;
  /** Of a percentile: measured in an open loop, at this share of the rate that the reference carries without loss. */
  readonly load?: number | undefined;
}

/** What a metric offers in an open loop, as a share of the reference's loss-free rate; null where nothing is. */
export function loadOf({ quantity, line, load }: Pick<Metric, 'quantity' | 'line' | 'load'>): number | null {
  return quantity === 'loss' ? line : (load ?? null);
}

/** What differs from device to device: how far the reference is ahead, and so where the line can be. */
export type DeviceLine = Pick<Metric, 'line' | 'naive'>;

/**
 * Something that a check program counts: coherence transfers per item, system calls per datagram. A count is the same on
 * every machine, so its line can be tight and needs no rounds. Less is better.
 */
export interface Count {
  readonly name: string;
  readonly title: Localized<string>;
  /** As it stands behind the number: `transfers/item`. */
  readonly unit: string;
  /** At most this much. */
  readonly line: number;
  /** What the reference and the naive solution come to, as the author saw it; the audit holds them to it. */
  readonly reference: number;
  readonly naive: number;
}

/** An exercise as the catalog found it on disk and validated it. Frozen. */
export interface Exercise {
  readonly id: ExerciseId;
  /** Position in the roadmap, from the folder numbers: `010.010`. */
  readonly order: string;
  /** Changes whenever anything in the exercise's folder that decides a verdict changes (SHA-256, hex). */
  readonly version: string;
  readonly title: Localized<string>;
  readonly summary: Localized<string>;
  readonly concepts: readonly string[];
  /** What the machine must be able to do for correctness, and further for speed. */
  readonly requires: { readonly correctness: readonly Capability[]; readonly speed: readonly Capability[] };
  /** Exercises that are better done first. */
  readonly after: readonly ExerciseId[];
  readonly minutes: number;
  readonly testbed: TestbedKind;
  /** Libraries besides the language's own that its programs are built with; most have none. */
  readonly packages: readonly Package[];
  /** File names that belong to the learner; nothing else is taken from their folder. */
  readonly files: readonly string[];
  readonly checks: readonly CheckProgram[];
  /** What each correctness step is called on screen, by the step's id in the check programs. */
  readonly steps: Readonly<Record<string, Localized<string>>>;
  /** What check programs count, and how much of it a good answer needs; each is reported exactly once. */
  readonly counts: readonly Count[];
  /**
   * The measured program's source below the exercise's folder: the arm program, or on a wire the device under test,
   * which the check programs drive, too. Absent where nothing is timed, and no check drives it.
   */
  readonly arm?: string | undefined;
  /** Empty where nothing is timed: then the checks, and what they count, decide alone. */
  readonly metrics: readonly Metric[];
  /** Where CPU time under three loads is shown: what is sent then. */
  readonly loads?: Traffic | undefined;
  /** What of the host is looked at and told with every verdict, with what would change it and how to undo that. */
  readonly host?: 'dpdk' | undefined;
  /** Absolute folders. */
  readonly folder: string;
  readonly solutions: string;
}

/**
 * Whether there is a naive solution: an honest slow way can only be told from a good answer where something is timed or
 * counted. An exercise that is only checked has right answers and wrong ones.
 */
export function hasNaive({ metrics, counts }: Pick<Exercise, 'metrics' | 'counts'>): boolean {
  return metrics.length > 0 || counts.length > 0;
}

/** The measured program's source, for those who need one: the catalog has seen to it that it is there then. */
export function armOf({ id, arm }: Pick<Exercise, 'id' | 'arm'>): string {
  if (arm === undefined) throw new Bug(`${id} names no arm, and something wants to run it`);
  return arm;
}
