import type { Moment } from './receipt.ts';

/** What the memory of the simulated machine may do: one access after the other, x86's store buffers, all of C++. */
export const MEMORIES = ['sc', 'tso', 'cpp'] as const;
export type SimulatedMemory = (typeof MEMORIES)[number];

/** What `lab simulate` was asked to do. */
export interface SimulationRequest {
  /** A C++ file that defines `lab::scenario`; headers beside it may be included. Absolute. */
  readonly file: string;
  /** Runs, at most. */
  readonly schedules: number;
  readonly memory: SimulatedMemory;
  /** Choices of one run, as an earlier report names them; null: all runs that there are, as far as `schedules` goes. */
  readonly replay: string | null;
}

/** What came of it: the object that `lab simulate --json` prints. */
export interface SimulationReport {
  readonly schema: 1;
  readonly file: string;
  readonly memory: SimulatedMemory;
  readonly outcome: 'nothing-found' | 'went-wrong' | 'build-failed';
  /** Runs that were taken, and whether there are no others. */
  readonly runs: number;
  readonly all: boolean;
  /** What went wrong, in a sentence, or the compiler's words; empty where nothing was found. */
  readonly conclusion: string;
  /** The shortest run that went wrong. */
  readonly moments: readonly Moment[];
  /** Its choices, for `--replay`; null where nothing went wrong. */
  readonly replay: string | null;
  /** Cache lines of one run at each pace, added up; null where they were not counted. */
  readonly lines: LineCounts | null;
  readonly seconds: number;
}

export interface LineCounts {
  readonly accesses: number;
  /** A line came out of another core's cache. */
  readonly transfers: number;
  /** A write had to have other cores' copies of its line dropped first. */
  readonly upgrades: number;
  readonly invalidations: number;
}
