import { describe, expect, it } from 'vitest';
import { METRIC, times } from './fixture-rounds.ts';
import { PositiveControl } from './positive-control.ts';

function controlOf(ratios: readonly number[]): PositiveControl {
  const control = new PositiveControl(METRIC);
  for (const ratio of ratios) control.add(Math.log(ratio));
  return control;
}

describe('the positive control', () => {
  it('is established by nine rounds in which the naive solution is as slow as its author found', () => {
    expect(controlOf(times(8, () => METRIC.naive)).isEstablished).toBe(false);
    expect(controlOf(times(9, () => METRIC.naive)).isEstablished).toBe(true);
  });

  it('is not established by a naive solution that misses the line but is much closer than it should be', () => {
    // 0.25 authored, 0.35 seen: recovery ln 0.35 / ln 0.25 = 0.76.
    const control = controlOf(times(30, () => 0.35));
    expect([control.isEstablished, control.isRefuted]).toEqual([false, true]);
    expect(control.recovery).toBeCloseTo(0.757, 3);
  });

  it('accepts 0.9 of the authored distance in logarithms', () => {
    expect(controlOf(times(9, () => METRIC.naive ** 0.91)).isEstablished).toBe(true);
    expect(controlOf(times(9, () => METRIC.naive ** 0.89)).isEstablished).toBe(false);
  });

  it('stays established: it is over then', () => {
    const control = controlOf([...times(9, () => METRIC.naive), ...times(50, () => 1)]);
    expect([control.isEstablished, control.total]).toEqual([true, 9]);
  });

  it('is refuted only by a clear majority of weak rounds', () => {
    const mixed = controlOf(times(20, (index) => (index % 2 === 0 ? METRIC.naive : 0.9)));
    expect([mixed.isEstablished, mixed.isRefuted]).toEqual([false, false]);
  });

  it('knows nothing before its first round', () => {
    const control = controlOf([]);
    expect([control.isEstablished, control.isRefuted, control.recovery]).toEqual([false, false, null]);
  });
});
