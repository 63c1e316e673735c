import { describe, expect, it } from 'vitest';
import { times } from './fixture-rounds.ts';
import { median, SortedSample } from './sorted-sample.ts';

function sampleOf(values: readonly number[]): SortedSample {
  const sample = new SortedSample();
  for (const value of values) sample.insert(value);
  return sample;
}

describe('SortedSample', () => {
  it('keeps its values in order, whatever order they come in', () => {
    const shuffled = times(101, (index) => (index * 37) % 101);
    const sample = sampleOf(shuffled);
    expect(times(101, (index) => sample.smallest(index + 1))).toEqual(times(101, (index) => index));
    expect([sample.largest(1), sample.largest(3), sample.median()]).toEqual([100, 98, 50]);
  });

  it('takes out one of several equal values', () => {
    const sample = sampleOf([2, 1, 2, 3]);
    sample.remove(2);
    expect([sample.size, sample.smallest(1), sample.smallest(2), sample.smallest(3)]).toEqual([3, 1, 2, 3]);
  });

  it('answers ranks outside of it with its ends, and nothing when it is empty', () => {
    const sample = sampleOf([5, 7]);
    expect([sample.smallest(0), sample.smallest(9), sample.largest(9)]).toEqual([5, 7, 5]);
    expect([new SortedSample().median(), new SortedSample().quantile(0.75), median([])]).toEqual([null, null, null]);
  });

  it('takes the value of nearest rank as a quantile', () => {
    const sample = sampleOf([1, 2, 3, 4]);
    expect([0.25, 0.5, 0.75, 1].map((share) => sample.quantile(share))).toEqual([1, 2, 3, 4]);
  });
});

describe('median', () => {
  it('is the middle, or halfway between the middle two', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([10, 9, 100])]).toEqual([2, 2.5, 10]);
  });
});
