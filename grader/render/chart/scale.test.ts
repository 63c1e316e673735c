import { describe, expect, it } from 'vitest';
import { logScale, scaleFor } from './scale.ts';

describe('scaleFor', () => {
  it('begins at zero where the values are near to each other, so that heights can be compared', () => {
    const scale = scaleFor([2, 3, 4]);
    expect(scale.log).toBe(false);
    expect(scale.place(0)).toBe(0);
    expect(scale.place(4)).toBeCloseTo(2 * scale.place(2));
    expect(scale.ticks[0]).toBe(0);
  });

  it('makes equal factors equally far where they are far apart', () => {
    const scale = scaleFor([1, 10, 100]);
    expect(scale.log).toBe(true);
    expect(scale.place(10) - scale.place(1)).toBeCloseTo(scale.place(100) - scale.place(10));
  });

  it.each([[[1, 1.2]], [[0.5, 170]], [[3, 90_000]], [[1e-3, 1e9]], [[0, 0]], [[7]], [[0, 5000]]])(
    'puts round ticks, not many and inside, beside %j',
    (values) => {
      const { ticks, place } = scaleFor(values);
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.every((tick) => place(tick) >= -1e-9 && place(tick) <= 1 + 1e-9)).toBe(true);
      expect(ticks).toEqual([...new Set(ticks)].toSorted((a, b) => a - b));
      expect(values.every((value) => place(value) >= 0 && place(value) <= 1)).toBe(true);
    },
  );

  it('has at most five ticks up to six decades', () => {
    for (const high of [21, 50, 300, 9e3, 5e4]) expect(scaleFor([1, high]).ticks.length).toBeLessThanOrEqual(6);
  });
});

describe('logScale', () => {
  it('stands a single value at one end, not nowhere', () => {
    expect(logScale(5, 5).place(5)).toBe(0);
  });
});
