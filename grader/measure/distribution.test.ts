import { describe, expect, it } from 'vitest';
import type { BlockRecord } from '../../native/native.ts';
import { DistributionRecorder } from './distribution.ts';

function blockWith(distributions: BlockRecord['workloads'][number]['distributions']): BlockRecord {
  return {
    index: 0,
    startedNs: 0,
    pads: {},
    workloads: [{ metric: 'round-trip', pairs: [], distributions }],
    noise: {
      wallNs: 0,
      stealNs: 0,
      runDelayNs: 0,
      interrupts: 0,
      softirqs: 0,
      involuntarySwitches: 0,
      voluntarySwitches: 0,
    },
    fault: null,
  };
}

const at = (recorder: DistributionRecorder, percentile: number): number | undefined =>
  recorder.summary('round-trip')?.learner?.find((point) => point.percentile === percentile)?.ns;

describe('DistributionRecorder', () => {
  it('has nothing to say of a metric that was never recorded', () => {
    const recorder = new DistributionRecorder();
    recorder.add(blockWith({}));
    expect(recorder.summary('round-trip')).toBeNull();
    expect(recorder.summary('throughput')).toBeNull();
  });

  it('adds up the counts of several blocks before it takes percentiles', () => {
    const recorder = new DistributionRecorder();
    recorder.add(blockWith({ learner: [[100, 900]] }));
    recorder.add(blockWith({ learner: [[500, 100]] }));
    expect(at(recorder, 50)).toBe(100);
    expect(at(recorder, 90)).toBe(100);
    expect(at(recorder, 100)).toBeGreaterThanOrEqual(500);
  });

  it('leaves out percentiles with fewer than 20 samples above them', () => {
    const recorder = new DistributionRecorder();
    recorder.add(blockWith({ learner: [[100, 1999]] }));
    expect(at(recorder, 99)).toBeUndefined();
    recorder.add(blockWith({ learner: [[100, 1]] }));
    expect(at(recorder, 99)).toBe(100);
    expect(at(recorder, 99.9)).toBeUndefined();
  });

  it('keeps the roles apart', () => {
    const recorder = new DistributionRecorder();
    recorder.add(blockWith({ learner: [[100, 100]], reference: [[200, 100]] }));
    const summary = recorder.summary('round-trip');
    expect(summary?.learner?.[0]?.ns).toBe(100);
    expect(summary?.reference?.[0]?.ns).toBe(200);
    expect(summary?.naive).toBeUndefined();
  });
});
