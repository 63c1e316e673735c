import { describe, expect, it } from 'vitest';
import { isMoreThanAQuarter, isSignificant, logEvidence, winsNeeded } from './e-process.ts';
import { times } from './fixture-rounds.ts';

/** Exact chance that fair rounds (p = 1/2) are ever called significant within so many, looking after every one. */
function chanceOfCrossing(rounds: number, alpha: number): number {
  let undecided = new Map([[0, 1]]);
  let crossed = 0;
  for (let total = 1; total <= rounds; total += 1) {
    const next = new Map<number, number>();
    for (const [won, chance] of undecided) {
      for (const after of [won, won + 1]) {
        if (isSignificant(after, total, alpha)) crossed += chance / 2;
        else next.set(after, (next.get(after) ?? 0) + chance / 2);
      }
    }
    undecided = next;
  }
  return crossed;
}

function evidence(won: number, total: number): number {
  return Math.exp(logEvidence(won, total));
}

describe('the sign-test e-process', () => {
  it('needs nine straight wins at 1 %, and the numbers of measurement.md 2.0 after losses', () => {
    const table = [
      [9, 9],
      [10, 10],
      [12, 12],
      [14, 15],
      [18, 20],
      [21, 25],
      [24, 30],
      [31, 40],
      [37, 50],
      [44, 60],
      [58, 83],
      [114, 180],
      [153, 250],
    ] as const;
    for (const [won, total] of table) expect([winsNeeded(total, 0.01), total]).toEqual([won, total]);
    for (const total of times(9, (index) => index)) expect(winsNeeded(total, 0.01)).toBeNull();
  });

  it('is crossed by chance alone less often than alpha, however often and long one looks', () => {
    // Ville's inequality promises less than alpha for ever; summed up exactly it is this.
    expect(chanceOfCrossing(83, 0.01)).toBeCloseTo(0.0061, 4);
    expect(chanceOfCrossing(250, 0.01)).toBeCloseTo(0.0073, 4);
    expect(chanceOfCrossing(400, 0.01)).toBeCloseTo(0.0078, 4);
    expect(chanceOfCrossing(400, 0.05)).toBeLessThan(0.05);
  });

  it('neither gains nor loses on average while rounds are fair', () => {
    for (const [won, total] of [
      [0, 0],
      [3, 5],
      [9, 9],
      [20, 41],
      [0, 12],
    ] as const) {
      const mean = (evidence(won + 1, total + 1) + evidence(won, total + 1)) / 2;
      expect(mean / evidence(won, total)).toBeCloseTo(1, 12);
    }
  });

  it('never calls wins and losses significant together', () => {
    for (const total of times(120, (index) => index + 1)) {
      for (const won of times(total + 1, (index) => index)) {
        expect(isSignificant(won, total, 0.01) && isSignificant(total - won, total, 0.01)).toBe(false);
      }
    }
  });

  it('takes one more win as more evidence, never as less', () => {
    for (const total of [9, 30, 83]) {
      for (const won of times(total, (index) => index)) {
        expect(logEvidence(won + 1, total)).toBeGreaterThan(logEvidence(won, total));
      }
    }
  });

  it('stays finite over more rounds than anybody measures', () => {
    expect(logEvidence(1e6, 1e6)).toBeGreaterThan(1e5);
    expect(Number.isFinite(logEvidence(0, 1e6))).toBe(true);
    expect(logEvidence(0, 0)).toBeCloseTo(0, 12);
  });
});

describe('the quarter test', () => {
  it('is convinced at 1 % by five of five, and by a clear majority of more', () => {
    expect([isMoreThanAQuarter(4, 4, 0.01), isMoreThanAQuarter(5, 5, 0.01)]).toEqual([false, true]);
    expect([isMoreThanAQuarter(6, 8, 0.01), isMoreThanAQuarter(9, 12, 0.01)]).toEqual([false, true]);
  });

  it('is never convinced by a quarter, nor by less', () => {
    for (let total = 4; total <= 400; total += 4) {
      expect(isMoreThanAQuarter(total / 4, total, 0.05)).toBe(false);
      expect(isMoreThanAQuarter(0, total, 0.05)).toBe(false);
    }
  });
});
