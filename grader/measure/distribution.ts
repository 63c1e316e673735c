import { build, type Histogram } from 'hdr-histogram-js';
import type { BlockRecord } from '../../native/native.ts';
import type { MetricResult } from '../domain/receipt.ts';
import { ROLES, type Role } from '../domain/rounds.ts';

/** Three significant digits, as is usual for latencies; one hour in ns is the most a value can be. */
const DIGITS = 3;
const HIGHEST_NS = 3_600_000_000_000;
/** What is shown: the inverse CDF on an axis of nines. */
const PERCENTILES = [0, 50, 90, 99, 99.9, 99.99, 100] as const;

/**
 * Merges the arms' own latency histograms over a session: counts are added, percentiles never averaged. These numbers
 * were taken inside a process that holds learner code, so they are shown and never judged.
 */
export class DistributionRecorder {
  readonly #histograms = new Map<string, Map<Role, Histogram>>();

  add(record: BlockRecord): void {
    for (const workload of record.workloads) {
      for (const role of ROLES) {
        const buckets = workload.distributions[role];
        if (buckets && buckets.length > 0) this.#merge(workload.metric, role, buckets);
      }
    }
  }

  /** Percentiles by role, or null where the metric's workload records none. */
  summary(metric: string): MetricResult['distribution'] {
    const byRole = this.#histograms.get(metric);
    if (!byRole) return null;
    return Object.fromEntries([...byRole].map(([role, histogram]) => [role, percentilesOf(histogram)]));
  }

  #merge(metric: string, role: Role, buckets: readonly (readonly [number, number])[]): void {
    const byRole = this.#histograms.get(metric) ?? new Map<Role, Histogram>();
    this.#histograms.set(metric, byRole);
    const histogram =
      byRole.get(role) ??
      build({ bitBucketSize: 64, highestTrackableValue: HIGHEST_NS, numberOfSignificantValueDigits: DIGITS });
    byRole.set(role, histogram);
    for (const [ns, count] of buckets) {
      histogram.recordValueWithCount(Math.min(HIGHEST_NS, Math.max(1, Math.round(ns))), count);
    }
  }
}

function percentilesOf(histogram: Histogram): { percentile: number; ns: number }[] {
  return PERCENTILES.filter((percentile) => resolvable(percentile, histogram.totalCount)).map((percentile) => ({
    percentile,
    ns: histogram.getValueAtPercentile(percentile),
  }));
}

/** A percentile needs about 20 samples above it to mean anything (measurement.md 2.2). */
function resolvable(percentile: number, count: number): boolean {
  return percentile === 0 || percentile === 100 || count * (1 - percentile / 100) >= 20;
}
