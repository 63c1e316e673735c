import { describe, expect, it } from 'vitest';
import type { JudgedMetric, Slice } from '../domain/rounds.ts';
import { METRIC, sliceOf } from './fixture-rounds.ts';
import { goodness, hasWaited } from './gates.ts';
import { Resolvability } from './resolvability.ts';
import { RESOLVE_BLOCKS } from './thresholds.ts';

const P99: JudgedMetric = { ...METRIC, unit: 'ns', line: 0.5, quantity: 'p99' };

/** A generator's slice with so many stalls that were longer than 4 us, 8 us, 16 us, … */
function seenSlice(samples: number, stalls: readonly number[], p99 = 20_000): Slice {
  const latencyNs = { p50: 10_000, p90: 12_000, p99, p999: 90_000, max: 1e6 };
  const none = { lost: 0, duplicated: 0, reordered: 0, corrupted: 0, lateNs: 0 };
  const counts = { sent: samples, received: samples, samples, elapsedNs: 5e6, ...none };
  return { ...sliceOf(1), items: samples, seen: { ...counts, latencyNs, stalls: [...stalls] } };
}

function after(blocks: number, slice: Slice, metric = P99): Resolvability {
  const resolvability = new Resolvability(metric);
  for (let block = 0; block < blocks; block += 1) resolvability.addBlock([slice]);
  return resolvability;
}

describe('a percentile', () => {
  it("is one over the generator's own figure, and a rate is counted by the generator's clock", () => {
    const slice = seenSlice(2000, [0]);
    expect(goodness(slice, P99)).toBe(1 / 20_000);
    expect(goodness(slice, { clock: 'wall', quantity: 'p50' })).toBe(1 / 10_000);
    expect(goodness(slice, { clock: 'wall' })).toBe(2000 / 5e6);
    expect(goodness({ ...slice, cpuNs: 4e6 }, { clock: 'cpu' })).toBe(2000 / 4e6);
  });

  it('says nothing where fewer than twenty samples lie above it, or no generator saw it', () => {
    expect(goodness(seenSlice(1999, [0]), P99)).toBeNaN();
    expect(goodness(seenSlice(40, [0]), { clock: 'wall', quantity: 'p50' })).toBe(1 / 10_000);
    expect(goodness(sliceOf(1), P99)).toBeNaN();
  });

  it('is not gated by waiting, which is the nature of a program that sleeps until a packet comes', () => {
    const waiting = { runDelayNs: 1e9 };
    expect([hasWaited({ ...sliceOf(1), ...waiting }), hasWaited({ ...seenSlice(2000, [0]), ...waiting })]).toEqual([
      true,
      false,
    ]);
  });
});

describe('resolvability', () => {
  // The limit is 40 us: stalls beyond half of it, the third class, count; on two CPUs, 0.3 % of the samples may meet one.
  it('is decided after five blocks of the reference, not before', () => {
    const stalled = seenSlice(10_000, [900, 500, 100, 0]);
    expect(after(RESOLVE_BLOCKS - 1, stalled).isRefuted).toBe(false);
    expect(after(RESOLVE_BLOCKS, stalled).isRefuted).toBe(true);
  });

  it('counts the stalls that are longer than half of what the line allows, and no others', () => {
    expect(after(RESOLVE_BLOCKS, seenSlice(10_000, [9000, 5000, 14, 14])).isRefuted).toBe(false);
    expect(after(RESOLVE_BLOCKS, seenSlice(10_000, [9000, 5000, 16, 0])).isRefuted).toBe(true);
    expect(after(RESOLVE_BLOCKS, seenSlice(10_000, [9000, 5000, 16, 0], 80_000)).isRefuted).toBe(false);
  });

  it('is not overturned by what comes later', () => {
    const resolvability = after(RESOLVE_BLOCKS, seenSlice(10_000, [0, 0, 0, 0]));
    for (let block = 0; block < 50; block += 1) resolvability.addBlock([seenSlice(10_000, [999, 999, 999, 999])]);
    expect(resolvability.isRefuted).toBe(false);
  });

  it('is no question of rates', () => {
    expect(after(RESOLVE_BLOCKS, seenSlice(10_000, [9999, 9999, 9999, 9999]), METRIC).isRefuted).toBe(false);
  });
});

describe('a percentile in an open loop', () => {
  const P50: JudgedMetric = { ...METRIC, unit: 'ns', line: 0.5, quantity: 'p50' };
  const calm = seenSlice(10_000, []);
  const lossy: Slice = { ...calm, ...(calm.seen && { seen: { ...calm.seen, lost: 3 } }) };
  const starved: Slice = { ...calm, runDelayNs: calm.wallNs / 2 };

  function refutedBy(slices: readonly Slice[], isOpen: boolean): boolean {
    const resolvability = new Resolvability(P50);
    for (let block = 0; block < RESOLVE_BLOCKS; block += 1) resolvability.addBlock(slices, isOpen);
    return resolvability.isRefuted;
  }

  it('belongs to a machine that holds up the reference at a share of what it carries', () => {
    expect(refutedBy([calm, calm, calm, lossy], true)).toBe(false);
    expect(refutedBy([calm, calm, lossy, starved], true)).toBe(true);
  });

  it('is not asked for that where nothing came by a schedule', () => {
    expect(refutedBy([lossy, starved], false)).toBe(false);
  });
});
