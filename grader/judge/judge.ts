import type { Rounds } from '../domain/rounds.ts';
import { SessionJudge, startsSession, type JudgeClock, type Judgement, type Terms } from './session-judge.ts';
import { AT_LINE_SECONDS, CAP_SECONDS, LIFETIME_ALPHA } from './thresholds.ts';

export type { JudgeClock, Judgement, SessionJudge, Terms } from './session-judge.ts';

/**
 * The verdict on recorded rounds: is the learner's code on its side of every line, beyond reasonable doubt, on a
 * machine that could have shown the opposite? Pure; specified by `measurement.md` 2.0, 2.1, 2.6 and 2.8. The same
 * rounds always give the same verdict, and once they say PASS or FAIL, more rounds never say anything else.
 */
export function judge(rounds: Rounds, clock: JudgeClock): Judgement {
  const session = openJudge(rounds);
  for (const block of rounds.blocks) session.add(block);
  return session.judgement(clock);
}

/** The same, block by block: `add` each block as it comes, and ask for the `judgement` after it. */
export function openJudge(terms: Terms): SessionJudge {
  return new SessionJudge(terms);
}

/**
 * The clock that a recording is replayed by: the time of its last session, and the limits that had. Which limits those
 * were is not recorded and can only matter to a session that ended with neither PASS nor FAIL.
 */
export function replayClock({ blocks, metrics }: Rounds, profile: keyof typeof CAP_SECONDS = 'quick'): JudgeClock {
  const first = blocks.findLastIndex((block, index) => {
    const previous = blocks[index - 1];
    return previous === undefined || startsSession(block, previous);
  });
  const seconds = blocks.slice(Math.max(first, 0)).reduce((sum, { noise }) => sum + noise.wallNs, 0) / 1e9;
  return { seconds, ...limitsFor(metrics.length, profile) };
}

/** T_at and T_cap are meant for one metric; several share a session and take turns in it. */
export function limitsFor(
  metrics: number,
  profile: keyof typeof CAP_SECONDS,
): Pick<JudgeClock, 'atLineSeconds' | 'capSeconds'> {
  return { atLineSeconds: AT_LINE_SECONDS * metrics, capSeconds: CAP_SECONDS[profile] * metrics };
}

/**
 * The error rate for PASS that the `index`-th distinct binary of an exercise may spend (from 1): 0.02 * 6/(pi i)^2.
 * All of them together, however many are tried, stay below the lifetime rate (measurement.md 2.8).
 */
export function alphaForBinary(index: number): number {
  return (LIFETIME_ALPHA * 6) / (Math.PI * index) ** 2;
}
