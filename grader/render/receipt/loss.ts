import type { LossTrials, MetricResult } from '../../domain/receipt.ts';
import { formatShareLost } from '../text/figures.ts';
import { hang, widthOf } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';
import { LOSS } from '../words/loss.ts';
import { DECISION_WORDS } from '../words/verdicts.ts';

const INDENT = '    ';

/**
 * Loss as one sentence, and below it how the trials of all three came out: there is no ratio that a ruler could show.
 * What the machine could not show is said with its reason, and with no figure that somebody might take for one.
 */
export function renderLoss(title: string, symbol: string, result: MetricResult, pen: Pen): string[] {
  const head = `  ${symbol} `;
  const facts = factsOf(result, pen);
  const inOneLine = `${head}${pen.bold(title)}  ${facts}`;
  const lines =
    widthOf(inOneLine) <= pen.columns
      ? [inOneLine]
      : [...hang(pen.bold(title.trimEnd()), pen.columns, head), ...hang(facts, pen.columns, INDENT)];
  const { loss } = result;
  if (!loss || loss.learner.total + loss.reference.total === 0) return lines;
  return [...lines, ...hang(pen.dim(trialsOf(loss, pen)), pen.columns, INDENT)];
}

function factsOf({ yours, line, loss, decision }: MetricResult, pen: Pen): string {
  const isClear = decision === 'passed' || decision === 'failed';
  const standing = pen.say(isClear ? LOSS.decided[decision] : (LOSS.undecided[decision] ?? DECISION_WORDS[decision]));
  const shown = isClear ? standing : pen.unsure(standing);
  if (yours === null || loss?.perSecond === undefined || loss.perSecond === null) return shown;
  const rate = Math.round(Number(loss.perSecond.toPrecision(3))).toLocaleString('en');
  return `${pen.say(LOSS.loses)(formatShareLost(yours), rate, `${(line * 100).toFixed(0)} %`)}: ${shown}`;
}

function trialsOf({ learner, reference, naive }: LossTrials, pen: Pen): string {
  return pen.say(LOSS.trials)(countOf(learner), countOf(reference), countOf(naive));
}

function countOf({ lossless, total }: LossTrials['learner']): string {
  return `${String(lossless)}/${String(total)}`;
}
