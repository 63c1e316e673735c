import type { MetricResult, NoiseLedger } from '../domain/receipt.ts';
import type { VerdictKind } from '../domain/verdict.ts';
import { renderMetrics } from './receipt/metrics.ts';
import { renderNoise } from './receipt/noise.ts';
import type { Screen } from './screen.ts';
import { hang, separated } from './text/layout.ts';
import { penFor, type Pen } from './text/pen.ts';
import { VERDICT_NAMES, whyNoVerdict } from './words/verdicts.ts';
import { JUDGEMENT } from './words/judgement.ts';

/** What the judge says of a recording, so far as it is shown (`grader/judge`). */
export interface JudgementFacts {
  /** `continue`: the recording ends before the judge has seen enough. */
  readonly kind: Extract<VerdictKind, 'passed' | 'too-slow' | 'inconclusive'> | 'continue';
  readonly reason: string;
  readonly detail: string;
  readonly metrics: readonly MetricResult[];
  readonly noise: NoiseLedger;
}

/** A recording judged again: verdict, metrics and noise. The exercise may not be here any more, so names are ids. */
export function renderJudgement({ kind, reason, detail, metrics, noise }: JudgementFacts, screen: Screen): string {
  const pen = penFor(screen);
  const verdict = kind === 'continue' ? 'inconclusive' : kind;
  const why = kind === 'continue' ? JUDGEMENT.tooShort : whyNoVerdict(reason);
  const said = why ? [pen.say(why)] : [];
  const name = pen.bold(paint(verdict, pen)(pen.say(VERDICT_NAMES[verdict])));
  const headline = hang([name, ...said].join('  '), pen.columns, '', '    ');
  const details = detail === '' ? [] : hang(pen.dim(pen.foreign(detail)), pen.columns, '  ');
  const parts = [
    [...headline, ...details],
    renderMetrics(metrics, { metrics: [] }, pen),
    renderNoise({ noise, verdict }, pen),
  ];
  return separated(parts).join('\n');
}

function paint(verdict: VerdictKind, pen: Pen): (text: string) => string {
  if (verdict === 'passed') return pen.good;
  return verdict === 'too-slow' ? pen.bad : pen.unsure;
}
