import { describe, expect, it } from 'vitest';
import { METRIC, times } from './fixture-rounds.ts';
import { Tally } from './tally.ts';

const PASS = 0.012;
const FAIL = 0.01;

function tallyOf(ratios: readonly number[], metric = METRIC): Tally {
  const tally = new Tally(metric);
  for (const ratio of ratios) tally.add(Math.log(ratio));
  return tally;
}

/** Spread evenly on a log scale around a ratio, in an order that is not sorted. */
function around(ratio: number, spread: number, count: number): number[] {
  return times(count, (index) => ratio * Math.exp(spread * (2 * (((index * 7) % count) / (count - 1)) - 1)));
}

describe('Tally', () => {
  it('counts a round in the dead band as neither won nor lost', () => {
    expect(tallyOf([0.5, 0.509, 0.491, 0.511, 0.489]).rounds).toEqual({ won: 1, lost: 1, total: 5 });
  });

  it('is above the line after nine wins, and not after eight', () => {
    expect(tallyOf(times(8, () => 0.6)).isAbove(PASS)).toBe(false);
    expect(tallyOf(times(9, () => 0.6)).isAbove(PASS)).toBe(true);
    expect(tallyOf(times(9, () => 0.4)).isBelow(FAIL)).toBe(true);
  });

  it('counts rounds in the dead band against both verdicts', () => {
    const tally = tallyOf([...times(9, () => 0.6), ...times(6, () => 0.5)]);
    expect([tally.isAbove(PASS), tally.isBelow(FAIL)]).toEqual([false, false]);
  });

  it('is at the line when the rounds are neither clearly above nor clearly below it', () => {
    expect(tallyOf(around(0.5, 0.04, 40)).isAtLine()).toBe(true);
    expect(tallyOf(around(0.6, 0.04, 40)).isAtLine()).toBe(false);
    expect(tallyOf(around(0.42, 0.04, 40)).isAtLine()).toBe(false);
  });

  it('can be at the line also where the dead band is wider than that', () => {
    expect(
      tallyOf(
        times(20, () => 0.54),
        { ...METRIC, deadBand: 0.1 },
      ).isAtLine(),
    ).toBe(true);
  });

  it('shows an interval that says exactly what the verdict says', () => {
    const { line, deadBand } = METRIC;
    for (const center of [0.4, 0.45, 0.48, 0.5, 0.52, 0.55, 0.6]) {
      for (const count of [1, 8, 9, 12, 25, 60]) {
        const tally = tallyOf(around(center, 0.1, Math.max(2, count)).slice(0, count));
        const ratio = tally.ratio(PASS, FAIL);
        expect(ratio).not.toBeNull();
        if (ratio === null || count < 9) continue;
        expect(ratio.low > line * (1 + deadBand)).toBe(tally.isAbove(PASS));
        expect(ratio.high < line * (1 - deadBand)).toBe(tally.isBelow(FAIL));
        expect(ratio.low <= ratio.median && ratio.median <= ratio.high).toBe(true);
      }
    }
  });

  it('shows the extremes while there are too few rounds for an interval, and nothing before the first', () => {
    expect(tallyOf([]).ratio(PASS, FAIL)).toBeNull();
    const ratio = tallyOf([0.7, 0.5, 0.6]).ratio(PASS, FAIL);
    expect([ratio?.low, ratio?.median, ratio?.high].map((value) => value?.toFixed(6))).toEqual([
      '0.500000',
      '0.600000',
      '0.700000',
    ]);
  });

  it('counts the same in every order', () => {
    const ratios = around(0.52, 0.1, 30);
    const tally = tallyOf(ratios);
    const reversed = tallyOf(ratios.toReversed());
    expect(reversed.rounds).toEqual(tally.rounds);
    expect(reversed.ratio(PASS, FAIL)).toEqual(tally.ratio(PASS, FAIL));
  });

  it('foresees a verdict only where rounds like these would bring one', () => {
    const six = tallyOf(times(6, () => 0.6));
    expect([six.isHeadedFor(PASS, FAIL, 1), six.isHeadedFor(PASS, FAIL, 2)]).toEqual([false, true]);
    expect(tallyOf(times(6, (index) => (index % 2 === 0 ? 0.6 : 0.4))).isHeadedFor(PASS, FAIL, 100)).toBe(false);
    expect(tallyOf([]).isHeadedFor(PASS, FAIL, 100)).toBe(false);
  });
});
