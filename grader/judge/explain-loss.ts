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
      return explainUnresolvable(judged);
    case 'control-failed':
    case 'too-noisy':
    case 'undecided':
    case 'at-the-line':
    case 'interference':
    case 'clock':
      return `nothing lost in ${learner}`;
  }
}

function explainUnresolvable({ control, referenceTrials, learnerTrials, pairs }: LossJudge): string {
  if (control.isRefuted) {
    const trials = `${String(control.total)} trials`;
    return `the naive solution lost something in only ${String(control.lost)} of ${trials}: this load tells nothing here`;
  }
  if (2 * referenceTrials.lossless < referenceTrials.total) {
    return `the reference itself loses nothing in only ${lossless(referenceTrials)}: this machine drops by itself`;
  }
  const disturbed = `${String(pairs.gated)} of ${String(pairs.seen)} pairs were disturbed`;
  return `${disturbed}, and nothing was lost in ${lossless(learnerTrials)}: too little to tell`;
}

function lossless(trials: LossTrials['learner']): string {
  return `${String(trials.lossless)} of ${String(trials.total)} trials`;
}
