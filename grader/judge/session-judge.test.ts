import { describe, expect, it } from 'vitest';
import { rounds as roundsSchema, type Block, type Pair } from '../domain/rounds.ts';
import { after, blocksOf, METRIC, roundOf, roundsOf, times } from './fixture-rounds.ts';
import { judge, openJudge, replayClock, type Judgement } from './judge.ts';
import { startsSession } from './session-judge.ts';

const HOUR_NS = 3.6e12;

/** Ratios that look like noise around a centre, the same ones every time. */
function noisyRounds(center: number, count: number, seed: number): Pair[][] {
  let state = seed;
  return times(count, () => {
    state = (state * 48_271) % 2_147_483_647; // Park and Miller's generator (CACM 31(10), 1988)
    return roundOf(center * Math.exp(0.12 * (state / 2_147_483_647 - 0.5)));
  });
}

function live(blocks: readonly Block[]): Judgement[] {
  const session = openJudge(roundsOf([]));
  let seconds = 0;
  return blocks.map((block) => {
    session.add(block);
    seconds += block.noise.wallNs / 1e9;
    return session.judgement(after(seconds));
  });
}

function verdicts(center: number): string[] {
  return times(50, (seed) => judge(roundsOf(blocksOf(noisyRounds(center, 30, seed + 1))), after(4)).kind);
}

describe('a verdict', () => {
  it('stands, whatever is recorded after it', () => {
    const won = times(9, () => roundOf(0.6));
    const passed = judge(roundsOf(blocksOf(won)), after(2));
    const longer = judge(roundsOf(blocksOf([...won, ...times(60, () => roundOf(0.1))])), after(10));
    expect(longer).toEqual(passed);
  });

  it('comes at the same block when it is asked for after every one as when it is asked for once', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const blocks = blocksOf(noisyRounds(0.53, 60, seed));
      const asked = live(blocks);
      const end = asked.findIndex(({ kind }) => kind !== 'continue');
      expect(end).toBeGreaterThanOrEqual(8);
      const recorded = roundsOf(blocks.slice(0, end + 1));
      expect(judge(recorded, replayClock(recorded))).toEqual(asked[end]);
    }
  });

  it('is read from a file as it was given', () => {
    for (const center of [0.4, 0.5, 0.53, 0.7]) {
      const recorded = roundsOf(blocksOf(noisyRounds(center, 40, 7)));
      const file = JSON.stringify(recorded);
      const judgement = judge(recorded, replayClock(recorded));
      const read = roundsSchema.parse(JSON.parse(file));
      expect(judge(read, replayClock(read))).toEqual(judgement);
      expect(JSON.parse(JSON.stringify(judgement))).toEqual(judgement);
    }
  });

  it('does not depend on the seed that the coins came from', () => {
    const recorded = roundsOf(blocksOf(noisyRounds(0.6, 20, 3)));
    expect(judge({ ...recorded, seed: 'ffffffffffffffff' }, after(2))).toEqual(judge(recorded, after(2)));
  });

  it('away from the line is the same for every seed', () => {
    expect(new Set(verdicts(0.6))).toEqual(new Set(['passed']));
    expect(new Set(verdicts(0.42))).toEqual(new Set(['too-slow']));
  });

  it('does not depend on the order in which indecisive rounds came', () => {
    const pairs = noisyRounds(0.5, 24, 11);
    const shown = [pairs, pairs.toReversed()].map((each) => judge(roundsOf(blocksOf(each)), after(4)).metrics[0]);
    expect(shown[0]?.rounds).toEqual(shown[1]?.rounds);
    expect(shown[0]?.ratio).toEqual(shown[1]?.ratio);
  });
});

describe('another session', () => {
  const morning = blocksOf(times(5, () => roundOf(0.6)));
  const evening = blocksOf(
    times(4, () => roundOf(0.6)),
    METRIC.name,
    HOUR_NS,
  );

  it('begins after a pause, and when the clock was set back by a restart', () => {
    const [first, second] = morning;
    if (!first || !second) throw new Error('no blocks');
    expect(startsSession(second, first)).toBe(false);
    expect(startsSession({ ...second, startedNs: second.startedNs + 0.9e9 }, first)).toBe(false);
    expect(startsSession({ ...second, startedNs: second.startedNs + 1.1e9 }, first)).toBe(true);
    expect(startsSession({ ...first, startedNs: -1 }, first)).toBe(true);
  });

  it('adds to the evidence instead of drawing a new lot', () => {
    const judgement = judge(roundsOf([...morning, ...evening]), after(0.6));
    expect([judgement.kind, judgement.metrics[0]?.rounds.total]).toEqual(['passed', 9]);
  });

  it("does not hold the last one's clock, disturbance or clocks against this one", () => {
    const skewed = blocksOf(times(3, () => roundOf(0.6, { own: { tscNs: 2e7 } })));
    const session = openJudge(roundsOf([]));
    for (const block of skewed) session.add(block);
    expect(session.judgement(after(0.5)).reason).toBe('clock');
    session.beginSession();
    expect(session.judgement(after(0)).kind).toBe('continue');
  });

  it('is the same whether it was announced or noticed', () => {
    const [announced, noticed] = [true, false].map((says) => {
      const session = openJudge(roundsOf([]));
      for (const block of morning) session.add(block);
      if (says) session.beginSession();
      for (const block of evening.slice(0, 3)) session.add(block);
      return session.judgement(after(0.45));
    });
    expect(announced).toEqual(noticed);
  });

  it('has a canary of its own: a slower machine is a new normal', () => {
    const slower = blocksOf(
      times(4, () => roundOf(0.6, { canary: [400, 400] })),
      METRIC.name,
      HOUR_NS,
    );
    expect(judge(roundsOf([...morning, ...slower]), after(0.6)).kind).toBe('passed');
    const atOnce = blocksOf([...times(5, () => roundOf(0.6)), ...times(4, () => roundOf(0.6, { canary: [400, 400] }))]);
    expect(judge(roundsOf(atOnce), after(2)).kind).toBe('continue');
  });

  it('shows its own speeds and its own noise', () => {
    const doubled = { own: { items: 2e5 }, reference: { items: 2e5 / 0.6 } };
    const faster = blocksOf(
      times(2, () => roundOf(0.6, doubled)),
      METRIC.name,
      HOUR_NS,
    );
    const judgement = judge(roundsOf([...morning, ...faster]), after(0.3));
    expect([judgement.metrics[0]?.yours, judgement.noise.blocks]).toEqual([2e7, 2]);
  });

  it('is what a replay counts its seconds from', () => {
    expect(replayClock(roundsOf(morning)).seconds).toBeCloseTo(0.75, 9);
    expect(replayClock(roundsOf([...morning, ...evening])).seconds).toBeCloseTo(0.6, 9);
    expect(replayClock(roundsOf([])).seconds).toBe(0);
    expect([replayClock(roundsOf([])).capSeconds, replayClock(roundsOf([]), 'full').capSeconds]).toEqual([10, 30]);
  });
});

describe('the noise ledger', () => {
  it('says where the time went, as shares of it', () => {
    const blocks = blocksOf(times(4, () => roundOf(0.6, { canary: [1000, 500] })));
    for (const { noise } of blocks) {
      noise.stealNs = noise.wallNs / 4;
      noise.runDelayNs = noise.wallNs * 3;
      noise.interrupts = 150;
    }
    const { noise } = judge(roundsOf(blocks), after(0.6));
    expect(noise).toEqual({
      blocks: 4,
      gated: 1,
      neighbours: 1,
      hypervisor: 0.25,
      interruptsPerSecond: 1000,
      canaryFloor: 0.5,
    });
  });

  it('is empty before the first block', () => {
    expect(judge(roundsOf([]), after(0)).noise).toEqual({
      blocks: 0,
      gated: 0,
      neighbours: 0,
      hypervisor: 0,
      interruptsPerSecond: 0,
      canaryFloor: 1,
    });
  });
});
