import { describe, expect, it } from 'vitest';
import type { Pair } from '../domain/rounds.ts';
import { after, blockOf, blocksOf, METRIC, pairOf, roundOf, roundsOf, times } from './fixture-rounds.ts';
import { alphaForBinary, judge, type Judgement } from './judge.ts';

function judged(pairs: readonly (readonly Pair[])[], seconds = 2, metric = METRIC): Judgement {
  return judge(roundsOf(blocksOf(pairs), [metric]), after(seconds));
}

function decisionOf(judgement: Judgement): string | undefined {
  return judgement.metrics[0]?.decision;
}

describe('the verdict', () => {
  it('is PASS after nine straight wins, and open after eight', () => {
    expect(judged(times(8, () => roundOf(0.6))).kind).toBe('continue');
    const nine = judged(times(9, () => roundOf(0.6)));
    expect([nine.kind, nine.reason, nine.detail]).toEqual([
      'passed',
      'faster-than-the-line',
      'throughput: above the line in 9 of 9 rounds',
    ]);
  });

  it('is FAIL after nine straight losses, and open after eight', () => {
    expect(judged(times(8, () => roundOf(0.4))).kind).toBe('continue');
    const nine = judged(times(9, () => roundOf(0.4)));
    expect([nine.kind, nine.reason, nine.detail]).toEqual([
      'too-slow',
      'slower-than-the-line',
      'throughput: below the line in 9 of 9 rounds',
    ]);
  });

  it('survives a round lost by accident, for the price of more rounds', () => {
    const rounds = times(13, (index) => roundOf(index === 4 ? 0.3 : 0.6));
    expect([judged(rounds.slice(0, 12)).kind, judged(rounds).kind]).toEqual(['continue', 'passed']);
  });

  it('does not follow from rounds inside the dead band', () => {
    expect(judged(times(30, () => roundOf(0.5 * 1.019))).kind).toBe('continue');
    expect(judged(times(30, () => roundOf(0.5 * 0.981))).kind).toBe('continue');
    expect(judged(times(30, () => roundOf(0.5 * 1.021))).kind).toBe('passed');
  });

  it('is the same on either side of the coin', () => {
    const both = [true, false].map((referenceFirst) => judged(times(12, () => roundOf(0.6, { referenceFirst }))));
    expect(both[0]).toEqual(both[1]);
  });

  it('rests on the median of a round, which one bad slice in four does not move', () => {
    const rounds = times(9, () => {
      const [first, ...others] = roundOf(0.6);
      return [{ ...first, ...pairOf({ ratio: 0.01 }) }, ...others];
    });
    expect(judged(rounds).kind).toBe('passed');
  });

  it('reads times as it reads rates: less time is better, and shown as time', () => {
    const metric = { ...METRIC, unit: 'ns' as const };
    const judgement = judged(
      times(9, () => roundOf(0.5 * 1.3)),
      2,
      metric,
    );
    expect([judgement.kind, judgement.metrics[0]?.reference, judgement.metrics[0]?.naive]).toEqual([
      'passed',
      100,
      400,
    ]);
  });

  it('reads CPU time where the metric asks for it', () => {
    const metric = { ...METRIC, clock: 'cpu' as const };
    // Half of the wall time was somebody else's: the wall clock sees 0.4, the CPU clock 0.8.
    const rounds = times(9, () => roundOf(0.4, { own: { cpuNs: 5e6, runDelayNs: 5e6 } }));
    expect(judged(rounds, 2, metric).kind).toBe('passed');
  });
});

/** Won and lost in turns. */
function wavering(count: number): Pair[][] {
  return times(count, (index) => roundOf(index % 2 === 0 ? 0.7 : 0.35));
}

describe('a session without a verdict', () => {
  it('is at the line after five seconds within 5 % of it, and not before', () => {
    const rounds = times(30, (index) => roundOf(index % 2 === 0 ? 0.505 : 0.495));
    expect(judged(rounds, 4.9).kind).toBe('continue');
    const judgement = judged(rounds, 5);
    expect([judgement.kind, judgement.reason]).toEqual(['inconclusive', 'at-the-line']);
    expect(judgement.detail).toBe('throughput: 1.00 times the line after 30 rounds');
  });

  it('is too noisy at the cap, and goes on before it', () => {
    expect(judged(wavering(60), 9.9).kind).toBe('continue');
    const judgement = judged(wavering(60), 10);
    expect([judgement.kind, judgement.reason, decisionOf(judgement)]).toEqual([
      'inconclusive',
      'too-noisy',
      'too-noisy',
    ]);
  });

  it('is too noisy after three seconds where most pairs were disturbed and nothing is in sight', () => {
    const rounds = times(20, (index) =>
      roundOf(index % 2 === 0 ? 0.7 : 0.35, index % 3 === 0 ? {} : { canary: [1000, 500] }),
    );
    expect(judged(rounds, 2.9).kind).toBe('continue');
    const judgement = judged(rounds, 3);
    expect([judgement.reason, judgement.noise.gated.toFixed(2)]).toEqual(['too-noisy', '0.65']);
    expect(judgement.detail).toContain('65 % of the measurements were disturbed');
  });

  it('goes on in spite of disturbance where the quiet rounds agree', () => {
    const rounds = times(20, (index) => roundOf(0.6, index % 3 === 0 ? {} : { canary: [1000, 500] }));
    expect(judged(rounds, 3).kind).toBe('continue');
    expect(judged(rounds, 10).reason).toBe('too-noisy');
  });
});

describe('several metrics', () => {
  const latency = { ...METRIC, name: 'latency', unit: 'ns' as const };

  function judgedBoth(pairs: readonly (readonly [readonly Pair[], readonly Pair[]])[], seconds = 2): Judgement {
    const blocks = pairs.map(([first, second], index) => blockOf(index, { throughput: first, latency: second }));
    return judge(roundsOf(blocks, [METRIC, latency]), after(seconds, 2));
  }

  it('must all be passed', () => {
    const eight = times(8, () => [roundOf(0.6), roundOf(0.6)] as const);
    expect(judgedBoth([...eight, [roundOf(0.6), roundOf(0.4)]]).kind).toBe('continue');
    expect(judgedBoth([...eight, [roundOf(0.6), roundOf(0.6)]]).kind).toBe('passed');
  });

  it('fail together when one fails, which takes more evidence the more there are', () => {
    const rounds = times(10, () => [roundOf(0.6), roundOf(0.4)] as const);
    // Half of 1 % each: ten straight losses instead of nine.
    expect([judgedBoth(rounds.slice(0, 9)).kind, judgedBoth(rounds).kind]).toEqual(['continue', 'too-slow']);
    expect(judgedBoth(rounds).detail).toBe('latency: below the line in 10 of 10 rounds');
  });

  it('are measured on only where they are open', () => {
    const judgement = judgedBoth(times(9, (index) => [roundOf(0.6), roundOf(index % 2 === 0 ? 0.6 : 0.4)]));
    expect([judgement.open, judgement.metrics.map(({ decision }) => decision)]).toEqual([
      ['latency'],
      ['passed', 'undecided'],
    ]);
  });

  it('share the session: each has its own five and ten seconds', () => {
    const rounds = times(30, () => [roundOf(0.6), roundOf(0.5)] as const);
    expect([judgedBoth(rounds, 9.9).kind, judgedBoth(rounds, 10).reason]).toEqual(['continue', 'at-the-line']);
  });

  it('leave nothing open once there is a verdict', () => {
    const judgement = judgedBoth(times(10, (index) => [roundOf(0.4), roundOf(index % 2 === 0 ? 0.6 : 0.4)]));
    expect([judgement.kind, judgement.open, judgement.controlOpen]).toEqual(['too-slow', [], []]);
  });
});

function straightWinsNeeded(binary: number): number {
  const alphaPass = alphaForBinary(binary);
  const kinds = times(
    40,
    (count) => judge({ ...roundsOf(blocksOf(times(count, () => roundOf(0.6)))), alphaPass }, after(2)).kind,
  );
  return kinds.indexOf('passed');
}

describe('the error rate', () => {
  it('of all binaries that anybody can try adds up to 2 %', () => {
    const spent = times(100_000, (index) => alphaForBinary(index + 1)).reduce((sum, alpha) => sum + alpha, 0);
    expect(spent).toBeLessThan(0.02);
    expect(spent).toBeGreaterThan(0.01999);
  });

  it('asks for more straight wins of every further binary', () => {
    expect([1, 2, 5, 10, 50].map(straightWinsNeeded)).toEqual([9, 11, 14, 16, 21]);
  });

  it('of FAIL is not spent by trying again', () => {
    const rounds = { ...roundsOf(blocksOf(times(9, () => roundOf(0.4)))), alphaPass: alphaForBinary(50) };
    expect(judge(rounds, after(2)).kind).toBe('too-slow');
  });
});
