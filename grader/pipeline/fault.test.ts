import { describe, expect, it } from 'vitest';
import { Bug } from '../domain/errors.ts';
import { faultConclusion } from './fault.ts';

describe('a fault of an arm', () => {
  const fault = { metric: 'throughput', detail: 'no answer within 5000 ms' } as const;

  it("is the learner's turn where it is the learner's program", () => {
    expect(faultConclusion({ ...fault, role: 'learner', kind: 'timed-out' })).toMatchObject({
      verdict: 'incorrect',
      reason: 'measured-timed-out',
    });
  });

  it("is the machine's where a program of ours was kept waiting, or the machine says so itself", () => {
    for (const one of [
      { role: 'reference', kind: 'timed-out' },
      { role: 'learner', kind: 'machine' },
    ] as const) {
      expect(faultConclusion({ ...fault, ...one })).toMatchObject({
        verdict: 'inconclusive',
        reason: 'machine-fault',
      });
    }
  });

  it('is our bug where a program of ours is wrong', () => {
    expect(() => faultConclusion({ ...fault, role: 'naive', kind: 'wrong-digest' })).toThrow(Bug);
  });
});
