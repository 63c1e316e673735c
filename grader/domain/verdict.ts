/** `passed` is green; the next four are the learner's turn; the last two are the machine's. */
export const VERDICTS = [
  'passed',
  'incorrect',
  'too-slow',
  'build-failed',
  'unchanged',
  'inconclusive',
  'unsupported',
] as const;
export type VerdictKind = (typeof VERDICTS)[number];

/** Process exit codes of `lab` (README, "Exit codes"). */
export const EXIT = { passed: 0, learnersTurn: 1, usage: 2, noVerdict: 3, bug: 70 } as const;

/** The exit code that a verdict stands for. */
export function exitCodeOf(kind: VerdictKind): number {
  switch (kind) {
    case 'passed':
      return EXIT.passed;
    case 'incorrect':
    case 'too-slow':
    case 'build-failed':
    case 'unchanged':
      return EXIT.learnersTurn;
    case 'inconclusive':
    case 'unsupported':
      return EXIT.noVerdict;
  }
}
