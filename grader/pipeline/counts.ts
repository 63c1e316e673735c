import type { ReportedCount } from '../check/check.ts';
import { Bug } from '../domain/errors.ts';
import type { Count } from '../domain/exercise.ts';
import type { CountResult } from '../domain/receipt.ts';

/**
 * Holds what was counted against the lines. All checks have passed by now, so whoever promised a count has had the
 * chance to report it: one that is missing, or that nobody promised, or that came twice, is our bug.
 */
export function holdCounts(promised: readonly Count[], reported: readonly ReportedCount[]): CountResult[] {
  const stranger = reported.find(({ name }) => promised.every((count) => count.name !== name));
  if (stranger) throw new Bug(`a check counts "${stranger.name}", which exercise.json does not list`);
  return promised.map(({ name, unit, line, reference, naive }) => {
    const [first, second] = reported.filter((one) => one.name === name);
    if (!first) throw new Bug(`no check has reported the count "${name}"`);
    if (second) throw new Bug(`the count "${name}" was reported twice`);
    const yours = first.value;
    return { name, unit, yours, line, reference, naive, decision: yours <= line ? 'passed' : 'failed' };
  });
}

/** The first count above its line as a sentence; nothing where all are within. */
export function overTheLine(counts: readonly CountResult[]): string | undefined {
  const failed = counts.find(({ decision }) => decision === 'failed');
  if (!failed) return undefined;
  return `${failed.name}: ${String(failed.yours)} ${failed.unit}, at most ${String(failed.line)}`;
}
