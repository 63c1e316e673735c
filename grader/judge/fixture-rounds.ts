import { ROUNDS_SCHEMA, type Block, type JudgedMetric, type Pair, type Rounds, type Slice } from '../domain/rounds.ts';
import { alphaForBinary, limitsFor, type JudgeClock } from './judge.ts';

/** Rounds as nobody measured them: what a test says, and for the rest a machine without any noise. */
export const METRIC: JudgedMetric = {
  name: 'throughput',
  unit: 'items/s',
  clock: 'wall',
  line: 0.5,
  naive: 0.25,
  deadBand: 0.02,
};

const SLICE_NS = 1e7;
const ITEMS = 1e5;
/** A block of four pairs and a control pair, as long as a real one. */
const BLOCK_NS = 15e7;

export interface PairShape {
  /** Goodness of whoever meets the reference, over the reference's. */
  readonly ratio: number;
  readonly subject?: 'learner' | 'naive';
  readonly referenceFirst?: boolean;
  readonly canary?: Pair['canary'];
  /** What is unusual about either slice. */
  readonly own?: Partial<Slice>;
  readonly reference?: Partial<Slice>;
}

export function pairOf(shape: PairShape): Pair {
  const { ratio, subject = 'learner', referenceFirst = false, canary = [1000, 1000] } = shape;
  const own = { ...sliceOf(ratio), ...shape.own };
  const reference = { ...sliceOf(1), ...shape.reference };
  return referenceFirst
    ? { roles: ['reference', subject], slices: [reference, own], canary }
    : { roles: [subject, 'reference'], slices: [own, reference], canary };
}

/** A slice of 10 ms on one thread. */
export function sliceOf(goodness: number): Slice {
  const clocks = { wallNs: SLICE_NS, tscNs: SLICE_NS, cpuNs: SLICE_NS };
  return { items: ITEMS * goodness, ...clocks, runDelayNs: 0, idleCpuNs: 0 };
}

/** Four pairs that meet the reference in turns, before and after it. */
export function fourPairs(shape: PairShape): Pair[] {
  return [false, true, false, true].map((referenceFirst) => pairOf({ referenceFirst, ...shape }));
}

/** A block's pairs: the learner's, and one of the naive solution as good as its author found. */
export function roundOf(ratio: number, shape: Partial<PairShape> = {}): Pair[] {
  return [...fourPairs({ ratio, ...shape }), pairOf({ ratio: METRIC.naive, subject: 'naive' })];
}

/** Blocks that follow each other at once. */
export function blocksOf(pairs: readonly (readonly Pair[])[], metric = METRIC.name, startNs = 0): Block[] {
  return pairs.map((each, index) => blockOf(index, { [metric]: each }, startNs));
}

export function blockOf(index: number, byMetric: Readonly<Record<string, readonly Pair[]>>, startNs = 0): Block {
  return {
    index,
    startedNs: startNs + index * BLOCK_NS,
    pads: {},
    workloads: Object.entries(byMetric).map(([metric, pairs]) => ({ metric, pairs: [...pairs] })),
    noise: {
      wallNs: BLOCK_NS,
      stealNs: 0,
      runDelayNs: 0,
      interrupts: 0,
      softirqs: 0,
      involuntarySwitches: 0,
      voluntarySwitches: 0,
    },
  };
}

export function roundsOf(blocks: readonly Block[], metrics: readonly JudgedMetric[] = [METRIC]): Rounds {
  return {
    schema: ROUNDS_SCHEMA,
    exercise: 'made/up',
    seed: '0123456789abcdef',
    alphaPass: alphaForBinary(1),
    alphaFail: 0.01,
    metrics: [...metrics],
    blocks: [...blocks],
  };
}

/** The clock of a quick session after so many seconds. */
export function after(seconds: number, metrics = 1): JudgeClock {
  return { seconds, ...limitsFor(metrics, 'quick') };
}

/** So many copies of one round, or of one made for each. */
export function times<Value>(count: number, make: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
