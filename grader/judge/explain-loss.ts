import type { Decision, LossTrials } from '../domain/receipt.ts';
import type { LossJudge } from './loss-judge.ts';

/** The numbers behind where a loss stands. */
export function explainLoss(judged: LossJudge, standing: Decision): string {
  const learner = lossless(judged.learnerTrials);
  const { against, total } = judged.discordantPairs;
  switch (standing) {
    case 'passed':
      return `nothing lost in ${learner}`;
    case 'failed':
      return `in ${String(against)} of ${String(total)} pairs with a loss on one side only it was this program's`;
    case 'unresolvable':
      return `the reference itself loses nothing in only ${lossless(judged.referenceTrials)}: this machine drops by itself`;
    case 'control-failed':
      return `the naive solution loses nothing either in ${String(judged.control.total)} trials: this load tells nothing here`;
    case 'too-noisy': {
      const { seen, gated } = judged.pairs;
      return `${String(gated)} of ${String(seen)} pairs were disturbed; nothing lost in ${learner}`;
    }
    case 'undecided':
    case 'at-the-line':
    case 'interference':
    case 'clock':
      return `nothing lost in ${learner}`;
  }
}

function lossless(trials: LossTrials['learner']): string {
  return `${String(trials.lossless)} of ${String(trials.total)} trials`;
}
