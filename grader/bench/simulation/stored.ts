import { Machine, type NoiseModel } from './machine.ts';
import type { Random } from './random.ts';
import { ITEMS_PER_MS } from './session.ts';

/** What most graders do: time the learner's program alone and compare with a threshold stored earlier. */
export interface StoredRuns {
  /** Learner over stored threshold when both are equally fast in truth; above 1 passes. */
  readonly single: number;
  readonly bestOf5: number;
}

const RUNS = 5;
const RUN_MS = 1000;

/** The threshold comes from the reference in an earlier, independent session of the same machine. */
export function compareWithStored(model: NoiseModel, random: Random): StoredRuns {
  const learner = timedRuns(model, 'learner', random);
  const stored = timedRuns(model, 'reference', random);
  return { single: learner.first / stored.first, bestOf5: learner.best / stored.best };
}

function timedRuns(
  model: NoiseModel,
  runner: 'learner' | 'reference',
  random: Random,
): { first: number; best: number } {
  const machine = new Machine(model, random);
  const speeds = Array.from({ length: RUNS }, () => machine.runFor(machine.start(runner, ITEMS_PER_MS), RUN_MS));
  return { first: speeds[0] ?? NaN, best: Math.max(...speeds) };
}
