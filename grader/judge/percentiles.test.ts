import { describe, expect, it } from 'vitest';
import { rounds as roundsSchema, type JudgedMetric, type Pair, type Slice } from '../domain/rounds.ts';
import { after, blockOf, METRIC, pairOf, roundsOf, sliceOf, times } from './fixture-rounds.ts';
import { judge } from './judge.ts';

const P50: JudgedMetric = { ...METRIC, name: 'p50', unit: 'ns', line: 0.6, naive: 0.3, quantity: 'p50' };
const P99: JudgedMetric = { ...P50, name: 'p99', quantity: 'p99' };

/** A slice of the generator's, as good as `goodness` says, on a machine that stalls in so many of 10,000 samples. */
function seen(goodness: number, stalls: number): Slice {
  const latencyNs = { p50: 10_000 / goodness, p90: 11_000, p99: 20_000 / goodness, p999: 90_000, max: 1e6 };
  const counts = { sent: 10_000, received: 10_000, samples: 10_000, elapsedNs: 9e6, lost: 0, lateNs: 0 };
  const none = { duplicated: 0, reordered: 0, corrupted: 0 };
  return { ...sliceOf(1), seen: { ...counts, ...none, latencyNs, stalls: times(8, () => stalls) } };
}

function pairsOf(learner: number, stalls: number): Pair[] {
  const reference = seen(1, stalls);
  return [
    ...times(4, (index) =>
      pairOf({ ratio: 1, referenceFirst: index % 2 === 0, own: seen(learner, stalls), reference }),
    ),
    pairOf({ ratio: 1, subject: 'naive', own: seen(0.3, stalls), reference }),
  ];
}

function judged(learner: number, stalls: number) {
  const blocks = times(14, (index) => {
    const pairs = pairsOf(learner, stalls);
    return blockOf(index, { p50: pairs, p99: pairs });
  });
  return judge(roundsOf(blocks, [P50, P99]), after(4, 2));
}

describe('the judge of percentiles', () => {
  it('passes what is above the line in both, and shows figures in nanoseconds', () => {
    const { kind, metrics } = judged(0.9, 0);
    expect(kind).toBe('passed');
    expect(metrics.map(({ decision }) => decision)).toEqual(['passed', 'passed']);
    expect(metrics[0]?.yours).toBeCloseTo(10_000 / 0.9, 6);
    expect(metrics[0]?.ratio?.median).toBeCloseTo(0.9, 6);
    expect(metrics[1]?.quantity).toBe('p99');
  });

  it('fails what is below it', () => {
    expect(judged(0.4, 0).kind).toBe('too-slow');
  });

  it('shows a percentile that the machine cannot resolve, and judges by the other one', () => {
    const { kind, metrics, open } = judged(0.9, 100);
    expect([kind, open]).toEqual(['passed', []]);
    expect(metrics.map(({ decision }) => decision)).toEqual(['passed', 'unresolvable']);
    expect(metrics[1]?.ratio).not.toBeNull();
  });

  it('gives no verdict where none of them can be resolved', () => {
    const { kind, reason, detail } = judged(0.9, 5000);
    expect([kind, reason]).toEqual(['inconclusive', 'unresolvable']);
    expect(detail).toContain('stalls of this machine');
  });

  it('reads recordings from before there were percentiles as it did', () => {
    const { quantity: _, ...old } = { ...METRIC };
    const recording = roundsOf([blockOf(0, { [METRIC.name]: [pairOf({ ratio: 1 })] })], [old]);
    expect(roundsSchema.parse(structuredClone(recording))).toEqual(recording);
  });
});
