import { describe, expect, it } from 'vitest';
import { times } from './fixture-rounds.ts';
import { Imbalance } from './imbalance.ts';

describe('Imbalance', () => {
  it('accuses nobody of what hits both sides', () => {
    const imbalance = new Imbalance();
    for (const index of times(100, (each) => each)) imbalance.add(index % 2 === 0, index % 2 === 0);
    expect([imbalance.isSignificant, imbalance.share]).toEqual([false, 0]);
  });

  it('accuses nobody of what hits either side in turns', () => {
    const imbalance = new Imbalance();
    for (const index of times(100, (each) => each)) imbalance.add(index % 2 === 0, index % 2 !== 0);
    expect(imbalance.isSignificant).toBe(false);
  });

  it('is beyond doubt after nine pairs that hit one side only', () => {
    const imbalance = new Imbalance();
    const seen = times(9, () => {
      imbalance.add(true, false);
      return imbalance.isSignificant;
    });
    expect(seen.indexOf(true)).toBe(8);
    expect(imbalance.share).toBe(1);
  });

  it('never accuses the side that is not under suspicion', () => {
    const imbalance = new Imbalance();
    for (const _ of times(50, () => 0)) imbalance.add(false, true);
    expect([imbalance.isSignificant, imbalance.share]).toEqual([false, 0]);
  });
});
