import type { CheckResult, CountResult, MetricResult } from '../../domain/receipt.ts';
import { RING_EXERCISE } from './exercise.ts';

export const STEP_NAMES: readonly string[] = Object.keys(RING_EXERCISE.steps);

export function checkOf(name: string, over: Partial<CheckResult> = {}): CheckResult {
  return { name, profile: 'address', status: 'passed', story: [], moments: [], seconds: 0.01, ...over };
}

export const PASSED_CHECKS: readonly CheckResult[] = STEP_NAMES.map((name) => checkOf(name));

export const STORY: readonly string[] = [
  'A ring with room for 4.',
  'ring.try_push(1) -> true, and so on to ring.try_push(4) -> true',
  'ring.try_push(5) -> true',
  'A ring with room for 4 that holds 4 is full: try_push must return false and leave the value where it is.',
];

/** Fails the third of the steps after those before it passed; the rest is skipped. */
export const FAILED_CHECKS: readonly CheckResult[] = STEP_NAMES.map((name, index) => {
  if (index < 1 || index > 6) return checkOf(name);
  if (index === 1) return checkOf(name, { status: 'failed', story: [...STORY] });
  return checkOf(name, { status: 'skipped' });
});

export function metricOf(name: string, over: Partial<MetricResult> = {}): MetricResult {
  return {
    name,
    unit: 'items/s',
    yours: 56.9e6,
    reference: 61.2e6,
    naive: 6.13e6,
    ratio: { median: 0.93, low: 0.88, high: 0.97 },
    line: 0.45,
    rounds: { won: 12, lost: 0, total: 12 },
    decision: 'passed',
    control: 1.02,
    blocks: [-0.07, -0.02, -0.1, -0.08, -0.13, -0.03, -0.05, -0.07, -0.09, -0.06, -0.075, -0.071],
    distribution: null,
    ...over,
  };
}

const nines = (values: readonly number[]): { percentile: number; ns: number }[] =>
  [0, 50, 90, 99, 99.9, 99.99, 100].map((percentile, index) => ({ percentile, ns: values[index] ?? 0 }));

export const ROUND_TRIP: MetricResult = metricOf('round-trip', {
  unit: 'ns',
  yours: 154,
  reference: 142,
  naive: 1480,
  line: 0.5,
  ratio: { median: 0.92, low: 0.9, high: 0.94 },
  distribution: {
    learner: nines([110, 154, 171, 240, 1320, 9400, 88_000]),
    reference: nines([101, 142, 160, 221, 1250, 9100, 71_000]),
    naive: nines([610, 1480, 2900, 12_400, 48_000, 91_000, 1_240_000]),
  },
});

/** Loss at a share of the rate that the reference carries: nothing of the learner's, a third of the naive solution's. */
export function lossOf(over: Partial<MetricResult> = {}): MetricResult {
  return metricOf('bulk', {
    unit: 'share',
    quantity: 'loss',
    yours: 0,
    reference: 0,
    naive: 0.362,
    ratio: null,
    line: 0.8,
    rounds: { won: 5, lost: 0, total: 5 },
    control: 1,
    blocks: [],
    loss: {
      perSecond: 84_013,
      carried: 105_016,
      learner: { lossless: 5, total: 5 },
      reference: { lossless: 10, total: 10 },
      naive: { lossless: 0, total: 5 },
    },
    ...over,
  });
}

export function countOf(over: Partial<CountResult> = {}): CountResult {
  return {
    name: 'transfers',
    unit: 'transfers/item',
    yours: 1.42,
    line: 1.9,
    reference: 1.1,
    naive: 5.7,
    decision: 'passed',
    ...over,
  };
}

export const PASSED_METRICS: readonly MetricResult[] = [
  metricOf('throughput'),
  ROUND_TRIP,
  metricOf('bulk', {
    yours: 201e6,
    reference: 183e6,
    naive: 21.4e6,
    ratio: { median: 1.1, low: 1.02, high: 1.16 },
    blocks: [0.08, 0.09, 0.1, 0.14, 0.03],
  }),
];

export const SLOW_METRICS: readonly MetricResult[] = [
  metricOf('throughput', {
    decision: 'undecided',
    ratio: { median: 0.47, low: 0.39, high: 0.55 },
    yours: 28.7e6,
    rounds: { won: 4, lost: 3, total: 9 },
    blocks: [-0.9, -0.6, -0.75],
  }),
  {
    ...ROUND_TRIP,
    decision: 'failed',
    ratio: { median: 0.31, low: 0.29, high: 0.33 },
    yours: 458,
    rounds: { won: 0, lost: 9, total: 9 },
    blocks: [-1.2, -1.15, -1.19, -1.1],
  },
  metricOf('bulk', {
    ratio: { median: 0.88, low: 0.85, high: 0.9 },
    yours: 161e6,
    reference: 183e6,
    naive: 21.4e6,
    decision: 'undecided',
    rounds: { won: 9, lost: 0, total: 9 },
  }),
];

/** All four marks within some per cent of each other, and the rounds all over the place. */
export const CROWDED_METRICS: readonly MetricResult[] = [
  metricOf('throughput', {
    naive: 61.1e6,
    ratio: { median: 0.99, low: 0.4, high: 2.4 },
    line: 0.98,
    decision: 'at-the-line',
    rounds: { won: 9, lost: 8, total: 19 },
    blocks: [-0.9, 0.8, 0.1, 0],
  }),
  metricOf('round-trip', {
    unit: 'ns',
    naive: null,
    yours: null,
    ratio: null,
    decision: 'too-noisy',
    line: 0.5,
    rounds: { won: 0, lost: 0, total: 0 },
    blocks: [],
  }),
  metricOf('bulk', {
    ratio: { median: 0.12, low: 0.001, high: 40 },
    decision: 'control-failed',
    control: 0.4,
    rounds: { won: 100, lost: 101, total: 230 },
    blocks: [-3, 3],
  }),
];
