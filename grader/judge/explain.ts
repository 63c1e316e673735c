import type { Decision } from '../domain/receipt.ts';
import { explainLoss } from './explain-loss.ts';
import { LossJudge } from './loss-judge.ts';
import type { MetricJudge } from './metric-judge.ts';
import { CLOCK_TOLERANCE, CLOCK_VOIDS, DISTURBED_SHARE, RECOVERY } from './thresholds.ts';

/** One sentence with the numbers behind a reason; empty while measuring. */
export function explain(
  reason: string,
  standings: readonly { readonly metric: MetricJudge | LossJudge; readonly standing: Decision }[],
): string {
  const concerned = standings.filter(({ standing }) => concerns(reason, standing));
  return concerned
    .map(({ metric, standing }) => {
      const said = metric instanceof LossJudge ? explainLoss(metric, standing) : explainMetric(metric, standing);
      return `${metric.metric.name}: ${said}`;
    })
    .join('; ');
}

function concerns(reason: string, standing: Decision): boolean {
  if (reason === 'measuring') return false;
  if (reason === 'faster-than-the-line') return standing === 'passed';
  if (reason === 'slower-than-the-line') return standing === 'failed';
  if (reason === 'interference') return standing === 'interference';
  return standing !== 'passed' && standing !== 'undecided';
}

function explainMetric(judged: MetricJudge, standing: Decision): string {
  const { won, lost, total } = judged.tally.rounds;
  const rounds = `${count(total)} ${total === 1 ? 'round' : 'rounds'}`;
  switch (standing) {
    case 'passed':
      return `above the line in ${count(won)} of ${rounds}`;
    case 'failed':
      return `below the line in ${count(lost)} of ${rounds}`;
    case 'undecided':
      return `above the line in ${count(won)} and below it in ${count(lost)} of ${rounds}`;
    case 'at-the-line': {
      const times = Math.exp(judged.tally.median ?? 0) / judged.metric.line;
      return `${times.toFixed(2)} times the line after ${rounds}`;
    }
    case 'too-noisy':
      return `${explainGated(judged)}; above the line in ${count(won)} and below it in ${count(lost)} of ${rounds}`;
    case 'control-failed':
      return explainControl(judged);
    case 'interference':
      return `the program used CPU time while the reference was being measured, in ${percent(judged.intrusionShare)} of the pairs`;
    case 'unresolvable':
      return explainUnresolvable(judged);
    case 'clock':
      return `two clocks differed by more than ${percent(CLOCK_TOLERANCE, 1)} in ${count(CLOCK_VOIDS)} blocks`;
  }
}

function explainUnresolvable({ resolvability: { stalledShare, disturbedShare } }: MetricJudge): string {
  if (disturbedShare > DISTURBED_SHARE) {
    return `the reference itself was held up in ${percent(disturbedShare)} of its turns: the percentile is the machine's own, not the code's`;
  }
  return `stalls of this machine reach ${percent(stalledShare, 1)} of the samples: the percentile is its own, not the code's`;
}

function explainGated({ pairs }: MetricJudge): string {
  const share = pairs.seen === 0 ? 0 : pairs.gated / pairs.seen;
  return `${percent(share)} of the measurements were disturbed`;
}

function explainControl({ control }: MetricJudge): string {
  if (control.total === 0 || control.recovery === null) return 'the naive solution was not measured beside it';
  const recovered = `${percent(control.recovery)} of the known distance between naive and reference is seen here`;
  return `${recovered}, ${percent(RECOVERY)} is needed (${count(control.total)} rounds)`;
}

function percent(share: number, digits = 0): string {
  return `${(share * 100).toFixed(digits)} %`;
}

function count(value: number): string {
  return String(value);
}
