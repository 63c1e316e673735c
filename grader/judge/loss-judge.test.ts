import { describe, expect, it } from 'vitest';
import type { Block, JudgedMetric, Pair, Slice } from '../domain/rounds.ts';
import { after, blockOf, METRIC, pairOf, roundOf, roundsOf, times } from './fixture-rounds.ts';
import { judge, type Judgement } from './judge.ts';

const LOSS: JudgedMetric = {
  ...METRIC,
  name: 'loss',
  unit: 'share',
  quantity: 'loss',
  line: 0.8,
  naive: 0,
  deadBand: 0,
};
const PER_SECOND = 40_000;
const SENT = 4000;
const HOUR_NS = 3.6e12;

interface Trial {
  readonly lost?: number;
  readonly lateNs?: number;
  readonly missed?: number;
  readonly burst?: number;
  /** What is unusual about the slice itself. */
  readonly slice?: Partial<Slice>;
}

/** A trial of a tenth of a second. */
function trial({ lost = 0, lateNs = 0, missed = 0, burst = 1, slice = {} }: Trial): Partial<Slice> {
  const latencyNs = { p50: 1e4, p90: 1e4, p99: 1e4, p999: 1e4, max: 1e4 };
  const counts = { sent: SENT, received: SENT - lost, lost, samples: SENT, duplicated: 0, reordered: 0, corrupted: 0 };
  return { seen: { ...counts, elapsedNs: 1e8, latencyNs, stalls: [], lateNs, missed, burst }, ...slice };
}

function pairWith(subject: 'learner' | 'naive', own: Trial, reference: Trial = {}): Pair {
  return pairOf({ ratio: 1, subject, own: trial(own), reference: trial(reference) });
}

const NAIVE_LOSES = pairWith('naive', { lost: 500 });
const GOOD = pairWith('learner', {});
const BAD = pairWith('learner', { lost: 30 });
const BOTH = pairWith('learner', { lost: 30 }, { lost: 30 });

function blocksWith(pairs: readonly (readonly Pair[])[], startNs = 0): Block[] {
  return pairs.map((each, index) => blockWith(index, each, startNs));
}

function blockWith(index: number, pairs: readonly Pair[], startNs: number, others: Block['workloads'] = []): Block {
  const offered = { carried: PER_SECOND / LOSS.line, perSecond: PER_SECOND };
  const workloads = [{ metric: 'loss', pairs: [...pairs], ...offered }, ...others];
  return { ...blockOf(index, {}, startNs), workloads };
}

function judged(pairs: readonly (readonly Pair[])[], seconds = 2): Judgement {
  return judge(roundsOf(blocksWith(pairs), [LOSS]), after(seconds));
}

describe('loss at a share of the rate that the reference carries', () => {
  it('passes after five trials without any, of the learner, and five of a naive solution that loses', () => {
    expect(judged(times(4, () => [GOOD, NAIVE_LOSES])).kind).toBe('continue');
    const { kind, metrics } = judged(times(5, () => [GOOD, NAIVE_LOSES]));
    expect(kind).toBe('passed');
    expect(metrics[0]).toMatchObject({
      decision: 'passed',
      yours: 0,
      naive: 500 / SENT,
      ratio: null,
      rounds: { won: 5, lost: 0, total: 5 },
      loss: {
        perSecond: PER_SECOND,
        carried: 50_000,
        learner: { lossless: 5, total: 5 },
        reference: { lossless: 10, total: 10 },
        naive: { lossless: 0, total: 5 },
      },
    });
  });

  it('fails after nine pairs in which the learner lost something and the reference did not', () => {
    expect(judged(times(8, () => [BAD])).kind).toBe('continue');
    const { kind, detail } = judged(times(9, () => [BAD]));
    expect([kind, detail]).toEqual([
      'too-slow',
      "loss: in 9 of 9 pairs with a loss on one side only it was this program's",
    ]);
  });

  it('never fails for losses that the reference shares: then the machine drops by itself', () => {
    const { kind, reason, detail } = judged(times(20, () => [BOTH]));
    expect([kind, reason]).toEqual(['inconclusive', 'unresolvable']);
    expect(detail).toContain('the reference itself loses nothing in only 0 of 8 trials');
  });

  it('never fails while a machine that stalls hits either of the two as often', () => {
    const stalls = times(60, (index) => [index % 2 === 0 ? BAD : pairWith('learner', {}, { lost: 30 }), NAIVE_LOSES]);
    expect(judged(stalls.slice(0, 19), 9).kind).toBe('continue');
    expect(judged(stalls, 9)).toMatchObject({ kind: 'inconclusive', reason: 'unresolvable' });
  });

  it('passes a program that the machine hits now and then', () => {
    const hits = times(12, (index) => [index % 4 === 0 ? BAD : GOOD, NAIVE_LOSES]);
    expect(judged(hits).kind).toBe('passed');
  });

  it('does not believe in no loss where the naive solution loses nothing either', () => {
    const easy = [GOOD, pairWith('naive', {})];
    expect(judged(times(7, () => easy)).kind).toBe('continue');
    const { kind, reason, detail } = judged(times(8, () => easy));
    expect([kind, reason]).toEqual(['inconclusive', 'unresolvable']);
    expect(detail).toContain('the naive solution lost something in only 0 of 8 trials');
  });

  it('takes nothing of the control from pairs in which the reference lost something, too', () => {
    const shared = pairWith('naive', { lost: 500 }, { lost: 500 });
    expect(judged(times(7, (index) => [GOOD, GOOD, index < 4 ? NAIVE_LOSES : shared])).kind).toBe('continue');
    expect(judged(times(8, (index) => [GOOD, GOOD, index < 5 ? NAIVE_LOSES : shared])).kind).toBe('passed');
  });
});

describe('a trial that was none', () => {
  const cases: readonly (readonly [string, Trial])[] = [
    ['the generator was behind its schedule', { lateNs: 5e6 }],
    ['answers found no room with the generator', { missed: 1 }],
    ['an arm that should have been idle took the CPU', { slice: { idleCpuNs: 1e7, wallNs: 1e8, tscNs: 1e8 } }],
  ];

  it.each(cases)('counts for nobody: %s', (_, disturbed) => {
    for (const pair of [
      pairWith('learner', { lost: 30, ...disturbed }),
      pairWith('learner', { lost: 30 }, disturbed),
      pairWith('learner', disturbed),
    ]) {
      const { kind, metrics } = judged(
        times(5, () => [pair]),
        1,
      );
      expect([kind, metrics[0]?.rounds.total]).toEqual(['continue', 0]);
    }
  });

  it('ends a session in which there is nothing else', () => {
    const late = pairWith('learner', { lateNs: 5e6 });
    const session = times(30, () => [late]);
    expect(judged(session)).toMatchObject({ kind: 'inconclusive', reason: 'unresolvable' });
  });

  it('is one while the generator is late by little, or by less than half of the time between two bursts', () => {
    expect(judged(times(9, () => [pairWith('learner', { lost: 30, lateNs: 1e6 })])).kind).toBe('too-slow');
    expect(judged(times(9, () => [pairWith('learner', { lost: 30, lateNs: 5e6, burst: 440 })])).kind).toBe('too-slow');
  });
});

describe('a program that was kept from its CPU', () => {
  const stolen = { stealNs: 1e7, wallNs: 1e8, tscNs: 1e8 };
  const waiting = { runDelayNs: 3e7, wallNs: 1e8, tscNs: 1e8 };

  it.each([
    ['by the hypervisor', stolen],
    ['by other programs', waiting],
  ])('is not blamed for what it loses %s, and has not carried it', (_, slice) => {
    // The reference is kept from it as often: this is the machine's way.
    const both = [pairWith('learner', { lost: 30, slice }), pairWith('learner', { slice }, { slice })];
    const { kind, metrics } = judged(times(9, () => both));
    expect([kind, metrics[0]?.rounds]).toEqual(['continue', { won: 9, lost: 9, total: 18 }]);
  });

  it('has carried what it did not lose even so', () => {
    const steadfast = pairWith('learner', { slice: waiting }, { slice: waiting });
    expect(judged(times(5, () => [steadfast, NAIVE_LOSES])).kind).toBe('passed');
  });

  it('is blamed where only it is, every time: its threads stand in each other’s way', () => {
    const pair = pairWith('learner', { lost: 30, slice: waiting });
    expect(judged(times(30, () => [pair])).kind).toBe('too-slow');
  });
});

describe('a verdict on loss', () => {
  it('adds up over sessions, while a machine that dropped by itself is another one the next day', () => {
    const yesterday = blocksWith(times(8, () => [BOTH]));
    const today = blocksWith(
      times(5, () => [GOOD, NAIVE_LOSES]),
      HOUR_NS,
    );
    const rounds = roundsOf([...yesterday, ...today], [LOSS]);
    expect(judge(roundsOf(yesterday, [LOSS]), after(2)).reason).toBe('unresolvable');
    const { kind, metrics } = judge(rounds, after(2));
    // Eight trials with a loss are still on the learner's account: five without are a majority of nothing yet.
    expect([kind, metrics[0]?.rounds]).toEqual(['continue', { won: 5, lost: 8, total: 13 }]);
  });

  it('stands, whatever is recorded after it', () => {
    const won = times(5, () => [GOOD, NAIVE_LOSES]);
    expect(judged([...won, ...times(40, () => [BAD])])).toEqual(judged(won));
  });

  it('leaves the others to decide where the machine drops by itself', () => {
    const throughput = { metric: METRIC.name, pairs: roundOf(1) };
    const blocks = times(12, (index) => blockWith(index, [BOTH], 0, [throughput]));
    const { kind, metrics } = judge(roundsOf(blocks, [METRIC, LOSS]), after(3, 2));
    expect([kind, metrics.map(({ decision }) => decision)]).toEqual(['passed', ['passed', 'unresolvable']]);
  });
});
