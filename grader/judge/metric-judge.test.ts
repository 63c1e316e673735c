import { describe, expect, it } from 'vitest';
import type { Pair } from '../domain/rounds.ts';
import {
  after,
  blocksOf,
  fourPairs,
  METRIC,
  pairOf,
  roundOf,
  roundsOf,
  times,
  type PairShape,
} from './fixture-rounds.ts';
import { judge, type Judgement } from './judge.ts';

function judged(pairs: readonly (readonly Pair[])[], seconds = 2, metric = METRIC): Judgement {
  return judge(roundsOf(blocksOf(pairs), [metric]), after(seconds));
}

function skewed(): Pair[] {
  return roundOf(0.6, { own: { tscNs: 1.02e7 } });
}

/** A machine on which the naive solution, authored at 0.25, shows 0.45. */
function compressed(ratio: number): Pair[] {
  return [...fourPairs({ ratio }), pairOf({ ratio: 0.45, subject: 'naive' })];
}

describe('a gate', () => {
  it('leaves out pairs beside a slow canary, whatever they say', () => {
    const disturbed: Partial<PairShape> = { canary: [1000, 500] };
    const rounds = times(20, (index) => (index % 2 === 0 ? roundOf(0.6) : roundOf(0.1, disturbed)));
    const judgement = judged(rounds);
    expect([judgement.kind, judgement.metrics[0]?.rounds]).toEqual(['passed', { won: 9, lost: 0, total: 9 }]);
  });

  it('leaves out pairs in which the reference waited for a CPU, and only on wall time', () => {
    const waiting: Partial<PairShape> = { reference: { runDelayNs: 1e6 } };
    const rounds = times(12, () => roundOf(0.6, waiting));
    expect(judged(rounds).metrics[0]?.rounds.total).toBe(0);
    expect(judged(rounds, 2, { ...METRIC, clock: 'cpu' }).kind).toBe('passed');
  });

  it('makes nothing of waiting that hits both in turns', () => {
    const rounds = times(30, (index) => {
      const waited = { runDelayNs: 1e6 };
      return roundOf(0.4, index % 2 === 0 ? { own: waited } : { reference: waited });
    });
    expect(judged(rounds).metrics[0]?.rounds.total).toBe(0);
  });

  it("takes waiting for the learner's own once it is beyond doubt that only they wait", () => {
    const judgement = judged(times(14, () => roundOf(0.3, { own: { runDelayNs: 1e6 } })));
    // Nine pairs, which are three blocks, establish it; blocks four to twelve are judged.
    expect([judgement.kind, judgement.metrics[0]?.rounds]).toEqual(['too-slow', { won: 0, lost: 9, total: 9 }]);
  });

  it('voids a block whose clocks disagree, and ends the session after three', () => {
    const two = judged([...times(2, skewed), ...times(8, () => roundOf(0.6))]);
    expect([two.kind, two.metrics[0]?.rounds.total]).toEqual(['continue', 8]);
    const three = judged([...times(8, () => roundOf(0.6)), ...times(3, skewed)]);
    expect([three.kind, three.reason]).toEqual(['inconclusive', 'clock']);
    expect(three.detail).toContain('0.5 %');
  });

  it('does not count slices that carried nothing', () => {
    expect(judged(times(12, () => roundOf(0.6, { own: { items: 0 } }))).metrics[0]?.rounds.total).toBe(0);
  });
});

describe('interference', () => {
  it('is called when the idle learner keeps taking CPU time from the reference', () => {
    const judgement = judged(times(9, () => roundOf(0.9, { reference: { idleCpuNs: 9e6 } })));
    expect([judgement.kind, judgement.reason, judgement.metrics[0]?.decision]).toEqual([
      'inconclusive',
      'interference',
      'interference',
    ]);
    expect(judgement.detail).toContain('100 % of the pairs');
  });

  it("is called also when only the slice right after the learner's is hit", () => {
    const rounds = times(9, () =>
      [false, true].flatMap((referenceFirst) => {
        const reference = referenceFirst ? {} : { idleCpuNs: 3e6 };
        return times(2, () => pairOf({ ratio: 0.9, referenceFirst, reference }));
      }),
    );
    expect(judged(rounds).reason).toBe('interference');
  });

  it('is not called for what keeps any idle arm busy', () => {
    const busy = { idleCpuNs: 9e6 };
    expect(
      judged(
        times(20, () => roundOf(0.9, { own: busy, reference: busy })),
        2,
      ).reason,
    ).toBe('measuring');
  });

  it('is not called for a few accidents, which are left out', () => {
    const rounds = times(20, (index) => roundOf(0.6, index % 10 === 0 ? { reference: { idleCpuNs: 1e6 } } : {}));
    expect(judged(rounds).kind).toBe('passed');
  });

  it('is no way out of a FAIL that came first', () => {
    const rounds = [
      ...times(9, () => roundOf(0.4)),
      ...times(20, () => roundOf(0.4, { reference: { idleCpuNs: 9e6 } })),
    ];
    expect(judged(rounds).kind).toBe('too-slow');
  });
});

describe('the positive control', () => {
  it('withholds PASS while the naive solution was not measured, and asks for it', () => {
    const judgement = judged(times(12, () => fourPairs({ ratio: 0.9 })));
    expect([judgement.kind, judgement.open, judgement.controlOpen]).toEqual([
      'continue',
      ['throughput'],
      ['throughput'],
    ]);
    expect(
      judged(
        times(12, () => fourPairs({ ratio: 0.9 })),
        10,
      ).reason,
    ).toBe('control-failed');
  });

  it('withholds PASS from a machine that shows everything nearly equal, and says how much it shows', () => {
    const judgement = judged(
      times(40, () => compressed(0.9)),
      6,
    );
    expect([judgement.kind, judgement.reason]).toEqual(['inconclusive', 'control-failed']);
    expect(judgement.detail).toContain(
      '58 % of the known distance between naive and reference is seen here, 90 % is needed',
    );
  });

  it('does not withhold FAIL, which compression can only have made less likely', () => {
    expect(judged(times(9, () => compressed(0.4))).kind).toBe('too-slow');
  });

  it('works the other way round where the line is above the reference', () => {
    const metric = { ...METRIC, line: 1.5 };
    expect(
      judged(
        times(9, () => compressed(2)),
        2,
        metric,
      ).kind,
    ).toBe('passed');
    expect(
      judged(
        times(40, () => compressed(1.2)),
        6,
        metric,
      ).reason,
    ).toBe('control-failed');
    expect(
      judged(
        times(9, () => roundOf(1.2)),
        2,
        metric,
      ).kind,
    ).toBe('too-slow');
  });

  it('is not asked for under a floor, which lies too far below to be reached by compression', () => {
    const metric = { ...METRIC, line: 0.3, floor: true };
    const passed = judged(
      times(9, () => fourPairs({ ratio: 0.9 })),
      2,
      metric,
    );
    expect([passed.kind, passed.controlOpen]).toEqual(['passed', []]);
    const failed = judged(
      times(9, () => fourPairs({ ratio: 0.1 })),
      2,
      metric,
    );
    expect(failed.kind).toBe('too-slow');
  });

  it('is no longer asked for once it is established', () => {
    const rounds = times(10, (index) => roundOf(index % 2 === 0 ? 0.6 : 0.4));
    const judgement = judged(rounds);
    expect([judgement.open, judgement.controlOpen]).toEqual([['throughput'], []]);
  });
});
