import { describe, expect, it } from 'vitest';
import { afterContradiction } from './audit.ts';

const wrong = { verdict: 'incorrect', outcome: 'contradiction', earlier: null } as const;
const kept = { verdict: 'too-slow', outcome: 'as-promised', earlier: null } as const;

describe('an answer that got another verdict than promised', () => {
  it('is a contradiction if it does so again', () => {
    expect(afterContradiction(wrong, wrong)).toBe(wrong);
  });

  it('is told as wavering if it does not, with both verdicts', () => {
    expect(afterContradiction<Parameters<typeof afterContradiction>[0]>(wrong, kept)).toEqual({
      verdict: 'too-slow',
      outcome: 'wavering',
      earlier: 'incorrect',
    });
  });

  it('is as promised if only the distance from the line had not been', () => {
    const tooNear = { ...kept, outcome: 'contradiction' } as const;
    expect(afterContradiction<Parameters<typeof afterContradiction>[0]>(tooNear, kept)).toBe(kept);
  });
});
