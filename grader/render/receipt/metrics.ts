import type { Exercise, Metric } from '../../domain/exercise.ts';
import type { Decision, MetricResult } from '../../domain/receipt.ts';
import { formatRatio, formatRatioNumber } from '../text/figures.ts';
import { hang, padEnd, widthOf } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';
import { METRICS } from '../words/receipt.ts';
import { DECISION_WORDS } from '../words/verdicts.ts';
import { renderLoss } from './loss.ts';
import { drawRuler } from './ruler.ts';

const INDENT = '    ';
/** Longer titles push the ratio to the right for that metric only. */
const LONGEST_TITLE = 28;

/**
 * Each metric as a title with its ratio and a ruler with its marks. Where one has failed, the others that were still
 * open say only how far they had come: nobody is going to act on them first.
 */
export function renderMetrics(
  metrics: readonly MetricResult[],
  exercise: Pick<Exercise, 'metrics'>,
  pen: Pen,
): string[] {
  const titles = metrics.map((result) => titleOf(result.name, exercise, pen));
  const titleWidth = Math.min(LONGEST_TITLE, Math.max(0, ...titles.map(widthOf)));
  const rounds = metrics.map((result) => (result.quantity === 'loss' ? '' : roundsOf(result, pen)));
  const roundsWidth = Math.max(0, ...rounds.map(widthOf));
  const isFailed = metrics.some(({ decision }) => decision === 'failed');
  const axisWidth = pen.columns - INDENT.length - (roundsWidth === 0 ? 0 : roundsWidth + 2);
  return metrics.flatMap((result, index) => {
    const title = padEnd(titles[index] ?? '', titleWidth);
    if (result.quantity === 'loss') {
      return renderLoss(title, symbolOf(result.decision, pen), result, pen);
    }
    const head = renderHead(title, result, pen);
    if (result.ratio === null || (isFailed && result.decision === 'undecided')) return head;
    const metric = exercise.metrics.find(({ name }) => name === result.name);
    const ruler = drawRuler(result, metric, axisWidth, pen.columns - INDENT.length, pen);
    const beside = pen.dim(rounds[index] ?? '');
    return [...head, `${INDENT}${ruler.axis}  ${beside}`, ...ruler.labels.map((label) => `${INDENT}${label}`)];
  });
}

export function titleOf(name: string, exercise: Pick<Exercise, 'metrics'>, pen: Pen): string {
  const metric: Metric | undefined = exercise.metrics.find((one) => one.name === name);
  return pen.foreign(metric ? pen.say(metric.title) : name);
}

export function symbolOf(decision: Decision, pen: Pen): string {
  const { passed, failed, unsure, dot } = pen.glyphs;
  if (decision === 'passed') return pen.good(passed);
  if (decision === 'failed' || decision === 'interference') return pen.bad(failed);
  return decision === 'undecided' ? pen.dim(dot) : pen.unsure(unsure);
}

/** Title, ratio, and where it stands unless the symbol says it; in two lines where they do not fit in one. */
function renderHead(title: string, result: MetricResult, pen: Pen): string[] {
  const symbol = `  ${symbolOf(result.decision, pen)} `;
  const clear = result.decision === 'passed' || result.decision === 'failed';
  const standing = clear ? '' : `  ${pen.unsure(pen.say(DECISION_WORDS[result.decision]))}`;
  const facts = `${ratioOf(result, pen)}${standing}`;
  const inOneLine = `${symbol}${pen.bold(title)}  ${facts}`;
  if (widthOf(inOneLine) <= pen.columns) return [inOneLine];
  return [...hang(pen.bold(title.trimEnd()), pen.columns, symbol), ...hang(facts, pen.columns, INDENT)];
}

/** `0.93× the reference (0.88 to 0.97)`. */
function ratioOf({ ratio }: MetricResult, pen: Pen): string {
  if (ratio === null) return pen.dim(pen.say(METRICS.notMeasured)());
  const interval = pen.say(METRICS.interval)(formatRatioNumber(ratio.low), formatRatioNumber(ratio.high));
  return `${pen.say(METRICS.toTheReference)(formatRatio(ratio.median, pen.glyphs))} ${pen.dim(interval)}`;
}

/** Rounds in the dead band are neither won nor lost: then the total is said too. */
function roundsOf({ rounds: { won, lost, total } }: MetricResult, pen: Pen): string {
  if (total === 0) return '';
  return `${pen.say(METRICS.rounds)(won, lost)}${won + lost === total ? '' : pen.say(METRICS.roundsOf)(total)}`;
}
