import { describe, expect, it } from 'vitest';
import { pairOf, sliceOf, times } from './fixture-rounds.ts';
import { CanaryWindow, clocksAgree, comparisonOf, goodness, hasWaited, isIntruded, logRatio } from './gates.ts';

describe('the canary gate', () => {
  it('passes a pair between two readings of the usual speed', () => {
    const window = new CanaryWindow();
    expect(times(20, () => window.isQuiet([1000, 1000]))).toEqual(times(20, () => true));
  });

  it('drops a pair when either reading is below 0.87 of the good ones', () => {
    const window = new CanaryWindow();
    for (const _ of times(10, () => 0)) window.isQuiet([1000, 1000]);
    expect([window.isQuiet([1000, 869]), window.isQuiet([869, 1000]), window.isQuiet([871, 1000])]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('forgets how fast the machine was after eighty readings, so that a slower clock is a new normal', () => {
    const window = new CanaryWindow();
    for (const _ of times(40, () => 0)) window.isQuiet([1000, 1000]);
    const slower = times(40, () => window.isQuiet([800, 800]));
    expect(slower[0]).toBe(false);
    expect(slower.at(-1)).toBe(true);
  });

  it('holds a reading against the good moments, not against the average one', () => {
    const window = new CanaryWindow();
    // Slow half of the time: the upper quartile is still the undisturbed speed.
    const quiet = times(50, (index) => window.isQuiet(index % 2 === 0 ? [1000, 1000] : [600, 600]));
    expect(quiet).toEqual(times(50, (index) => index % 2 === 0));
  });
});

describe('clocksAgree', () => {
  it('allows half a percent between the two clocks', () => {
    expect(clocksAgree({ ...sliceOf(1), wallNs: 1e7, tscNs: 1.0049e7 })).toBe(true);
    expect(clocksAgree({ ...sliceOf(1), wallNs: 1e7, tscNs: 1.0051e7 })).toBe(false);
    expect(clocksAgree({ ...sliceOf(1), wallNs: 1e7, tscNs: 0.9949e7 })).toBe(false);
  });

  it('refuses clocks that stood still or went backwards', () => {
    expect(clocksAgree({ ...sliceOf(1), wallNs: 0, tscNs: 0 })).toBe(false);
    expect(clocksAgree({ ...sliceOf(1), wallNs: -5, tscNs: -5 })).toBe(false);
  });
});

describe('a pair', () => {
  it('compares the same two, whichever ran first', () => {
    const both = [false, true].map((referenceFirst) => comparisonOf(pairOf({ ratio: 0.7, referenceFirst })));
    expect(both[0]).toEqual(both[1]);
    expect(both[0]?.subject).toBe('learner');
  });

  it('without the reference compares nothing', () => {
    const { slices, canary } = pairOf({ ratio: 1 });
    expect(comparisonOf({ roles: ['learner', 'naive'], slices, canary })).toBeNull();
    expect(comparisonOf({ roles: ['reference', 'reference'], slices, canary })).toBeNull();
  });

  it("is read on the metric's clock", () => {
    const slice = { ...sliceOf(1), items: 100, wallNs: 50, cpuNs: 25 };
    expect([goodness(slice, { clock: 'wall' }), goodness(slice, { clock: 'cpu' })]).toEqual([2, 4]);
  });

  it('in which nothing was carried, or in no time, says nothing', () => {
    const reference = sliceOf(1);
    const subject = 'learner';
    expect(logRatio({ subject, own: { ...sliceOf(1), items: 0 }, reference }, { clock: 'wall' })).toBeNull();
    expect(logRatio({ subject, own: { ...sliceOf(1), cpuNs: 0 }, reference }, { clock: 'cpu' })).toBeNull();
    expect(logRatio({ subject, own: sliceOf(2), reference }, { clock: 'wall' })).toBeCloseTo(Math.log(2), 12);
  });

  it('was intruded upon, or waited, from 2 % of the slice', () => {
    expect([isIntruded({ ...sliceOf(1), idleCpuNs: 2e5 }), isIntruded({ ...sliceOf(1), idleCpuNs: 2.1e5 })]).toEqual([
      false,
      true,
    ]);
    expect([hasWaited({ ...sliceOf(1), runDelayNs: 1.9e5 }), hasWaited({ ...sliceOf(1), runDelayNs: 2e5 })]).toEqual([
      false,
      true,
    ]);
  });
});
