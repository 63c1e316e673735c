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
      return judged.control.isRefuted ? explainControl(judged) : explainReference(judged);
    case 'too-noisy': {
      const { seen, gated } = judged.pairs;
      return `${String(gated)} of ${String(seen)} pairs were disturbed; nothing lost in ${learner}`;
    }
    case 'control-failed':
    case 'undecided':
    case 'at-the-line':
    case 'interference':
    case 'clock':
      return `nothing lost in ${learner}`;
  }
}

function explainReference({ referenceTrials }: LossJudge): string {
  return `the reference itself was seen to lose nothing in only ${lossless(referenceTrials)}: what is lost here is the machine's`;
}

function explainControl({ control }: LossJudge): string {
  const trials = `${String(control.total)} trials`;
  return `the naive solution lost something in only ${String(control.lost)} of ${trials}: this load tells nothing here`;
}

function lossless(trials: LossTrials['learner']): string {
  return `${String(trials.lossless)} of ${String(trials.total)} trials`;
}
