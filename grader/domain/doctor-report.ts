import type { Capability } from './exercise.ts';
import type { Localized } from './language.ts';
import type { HostFacts } from './host.ts';
import type { MachineFacts } from './receipt.ts';

/** What a machine was seen to be able to do: by doing it. */
export interface CapabilityReport {
  readonly capability: Capability;
  readonly ok: boolean;
  /** What was seen: what works, or why it does not. One sentence. */
  readonly why: string;
  /** A command or an instruction; empty when all is well. */
  readonly fix: string;
}

/** Where the measured threads go, or why nothing can be timed here. */
export type CpuPlan =
  | { readonly kind: 'planned'; readonly cpus: readonly number[]; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string; readonly fix: string };

/** The reference measured against itself: what the machine's noise alone does to a ratio. */
export interface NoiseReport {
  readonly blocks: number;
  /** Median of the goodness ratio (1 when nothing but noise is between the two) and its 10 % and 90 % quantiles; null
   * where the machine was too busy for a single round. */
  readonly ratio: { readonly median: number; readonly low: number; readonly high: number } | null;
  /** Shares of the measured time, 0 to 1. */
  readonly neighbours: number;
  readonly hypervisor: number;
  readonly interruptsPerSecond: number;
  readonly seconds: number;
}

/** What can be graded here, and about how long it takes. */
export interface ExerciseReport {
  readonly exercise: string;
  readonly title: Localized<string>;
  readonly correctness: boolean;
  readonly speed: boolean;
  /** Whether anything of it is timed at all. */
  readonly timed: boolean;
  /** Capabilities that are missing for either. */
  readonly lacking: readonly Capability[];
  /** Of a whole grade, typically. */
  readonly seconds: number;
}

/** Everything `lab doctor` found out. */
export interface DoctorReport {
  readonly schema: 1;
  readonly machine: MachineFacts;
  readonly capabilities: readonly CapabilityReport[];
  readonly cpuPlan: CpuPlan;
  /** What DPDK needs of this host. */
  readonly host: HostFacts;
  readonly exercises: readonly ExerciseReport[];
  /** Null where nothing could be timed. */
  readonly noise: NoiseReport | null;
}
