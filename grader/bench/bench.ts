import type { BenchResult } from '../domain/bench-result.ts';
import type { Exercise } from '../domain/exercise.ts';
import type { TestbedPlan } from '../domain/testbed-plan.ts';
import type { GradeContext } from '../pipeline/grade.ts';

/** The benchmarks that prove what the lab says of itself. */
export const BENCHMARKS = ['verdicts', 'ring', 'sockets', 'grade', 'cli', 'dpdk'] as const;
export type Benchmark = (typeof BENCHMARKS)[number];

export interface BenchOptions {
  readonly exercises: readonly Exercise[];
  readonly context: GradeContext;
  /** Runs, blocks or sessions, whatever the benchmark repeats; undefined is its own default. */
  readonly repetitions?: number;
  /** Of `dpdk`: what the ports are. Absent: memif. */
  readonly testbed?: TestbedPlan;
  /** Seed of simulations; the same seed gives the same table. */
  readonly seed: number;
  /** Hears of progress, one short line at a time. */
  readonly onProgress: (line: string) => void;
}

/** Runs one benchmark. Each is loaded only when asked for. */
export async function runBenchmark(name: Benchmark, options: BenchOptions): Promise<BenchResult> {
  switch (name) {
    case 'verdicts':
      return (await import('./verdicts.ts')).benchVerdicts(options);
    case 'ring':
      return await (await import('./ring.ts')).benchRing(options);
    case 'sockets':
      return await (await import('./sockets.ts')).benchSockets(options);
    case 'grade':
      return await (await import('./grade.ts')).benchGrade(options);
    case 'cli':
      return await (await import('./cli.ts')).benchCli(options);
    case 'dpdk':
      return await (await import('./dpdk.ts')).benchDpdk(options);
  }
}
