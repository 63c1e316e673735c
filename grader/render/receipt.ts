import type { Exercise } from '../domain/exercise.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { Screen } from './screen.ts';
import { hang, separated } from './text/layout.ts';
import { penFor, type Pen } from './text/pen.ts';
import { DEVICES, NOTES } from './words/receipt.ts';
import { renderHost } from './host.ts';
import { renderAdvice, renderChecks } from './receipt/checks.ts';
import { renderCounts } from './receipt/counts.ts';
import { renderDetail } from './receipt/detail.ts';
import { renderDistribution } from './receipt/distribution.ts';
import { renderHeadline } from './receipt/headline.ts';
import { renderLoads } from './receipt/loads.ts';
import { renderMetrics, titleOf } from './receipt/metrics.ts';
import { nextStepAfter, renderNextStep } from './receipt/next-step.ts';
import { renderNoise } from './receipt/noise.ts';

export interface ReceiptOptions {
  /** Where the graded files are, as their owner knows it: `work/ring/spsc`. */
  readonly folder: string;
  /** What opens the file in question, where the caller knows: `code -g work/ring/spsc/spsc_ring.hpp:41`. */
  readonly editHint?: string | undefined;
  /** False where the caller says itself what comes next: the player has keys for it. */
  readonly next?: boolean;
}

/**
 * What a grade found out, for its reader: the answer in one sentence, what it rests on, and one thing to do next. An
 * ordinary pass or failure fits on a screen of 24 lines.
 */
export function renderReceipt(receipt: Receipt, exercise: Exercise, screen: Screen, options: ReceiptOptions): string {
  const pen = penFor(screen);
  const headline = renderHeadline(receipt, exercise, options.folder, pen);
  const next = options.next === false ? [] : renderNextStep(nextStepAfter(receipt, exercise, options, pen), pen);
  const parts = [
    [...headline, ...renderDetail(receipt, exercise, pen)],
    [...renderChecks(receipt.checks, exercise, pen), ...renderAdvice(receipt.advice, pen)],
    [
      ...renderCounts(receipt.counts, exercise, receipt.metrics.length > 0, pen),
      ...renderMetrics(receipt.metrics, exercise, pen),
    ],
    ...receipt.metrics.map((metric) => renderDistribution(metric, titleOf(metric.name, exercise, pen), pen)),
    renderLoads(receipt, pen),
    receipt.host && !isLearnersTurn(receipt) ? renderHost(receipt.host, pen) : [],
    [...renderNoise(receipt, pen), ...renderNotes(receipt, pen)],
    next,
  ];
  return separated(parts)
    .map((line) => line.trimEnd())
    .join('\n');
}

/** There is something to mend in the code, and that is enough for one screen: `lab doctor` tells of the host, too. */
function isLearnersTurn({ verdict }: Receipt): boolean {
  return verdict === 'incorrect' || verdict === 'too-slow' || verdict === 'build-failed';
}

function renderNotes({ stored, machine, checks }: Receipt, pen: Pen): string[] {
  const notes = [];
  const device = DEVICES[machine.device ?? ''];
  if (device) notes.push(device);
  if (stored) notes.push(NOTES.stored);
  if (checks.length > 0 && machine.sandbox === 'limits-only') notes.push(NOTES.limitsOnly);
  return notes.flatMap((note) => hang(pen.dim(pen.say(note)), pen.columns, '  '));
}
