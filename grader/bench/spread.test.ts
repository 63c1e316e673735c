import { describe, expect, it } from 'vitest';
import { formatSpread, spreadOf } from './spread.ts';

describe('spreadOf', () => {
  it('takes the middle value of an odd sample and the mean of the two middle ones of an even sample', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
    expect(spreadOf([4, 1, 2, 3])).toEqual({ min: 1, median: 2.5, max: 4 });
  });

  it('orders numbers as numbers, not as text', () => {
    expect(spreadOf([10, 9, 100]).median).toBe(10);
  });

  it('refuses an empty sample', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});

describe('formatSpread', () => {
  it('names the median first and the range behind it', () => {
    expect(formatSpread({ min: 1, median: 2, max: 3 }, 1)).toBe('2.0 (1.0 to 3.0)');
  });
});
