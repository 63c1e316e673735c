import type { Exercise } from '../../domain/exercise.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { formatCount } from '../text/figures.ts';
import { firstLines, hang } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';
import { HEADLINE } from '../words/headline.ts';
import { measuredFault, VERDICT_NAMES, whyNoVerdict } from '../words/verdicts.ts';
import { stepTitle } from './checks.ts';
import { countTitle } from './counts.ts';
import { titleOf } from './metrics.ts';

/** A compiler's first error may be long; its beginning names the place and the cause. */
const MOST_LINES = 4;

/** The verdict and its reason in one sentence: whoever reads nothing else has read the answer. */
export function renderHeadline(receipt: Receipt, exercise: Exercise, folder: string, pen: Pen): string[] {
  const name = paintVerdict(pen.say(VERDICT_NAMES[receipt.verdict]), receipt, pen);
  const sentence = sentenceOf(receipt, exercise, folder, pen);
  const lines = hang(`${name}  ${sentence}`, pen.columns, '', '    ');
  return firstLines(lines, MOST_LINES, pen.columns, pen.glyphs.ellipsis);
}

function paintVerdict(name: string, { verdict }: Receipt, pen: Pen): string {
  if (verdict === 'passed') return pen.bold(pen.good(name));
  if (verdict === 'inconclusive' || verdict === 'unsupported') return pen.bold(pen.unsure(name));
  return pen.bold(verdict === 'unchanged' ? name : pen.bad(name));
}

function sentenceOf(receipt: Receipt, exercise: Exercise, folder: string, pen: Pen): string {
  const { verdict, reason } = receipt;
  switch (verdict) {
    case 'passed':
      return passedSentence(receipt, pen);
    case 'incorrect':
      return incorrectSentence(receipt, exercise, pen);
    case 'too-slow':
      return slowSentence(receipt, exercise, pen);
    case 'build-failed':
      return withoutSeverity(firstLine(receipt.detail, pen));
    case 'unchanged':
      return pen.say(HEADLINE.starterUnchanged)(
        exercise.files.map((file) => `${pen.foreign(folder)}/${file}`).join(', '),
      );
    case 'inconclusive':
    case 'unsupported': {
      const why = whyNoVerdict(reason);
      return why ? pen.say(why) : firstLine(receipt.detail === '' ? reason : receipt.detail, pen);
    }
  }
}

function passedSentence(receipt: Receipt, pen: Pen): string {
  if (receipt.reason === 'checks-passed') return pen.say(HEADLINE.everyCheck)();
  if (receipt.reason === 'within-the-lines') return pen.say(HEADLINE.withinTheLines)(receipt.counts.length);
  // What the machine could not resolve was shown, and nothing was decided by it.
  const metrics = receipt.metrics.filter(({ decision }) => decision !== 'unresolvable');
  const timed = metrics.filter(({ quantity }) => quantity !== 'loss');
  const [speed, loss] = [roundsOf(timed), roundsOf(metrics.filter(({ quantity }) => quantity === 'loss'))];
  const sentences = [];
  if (speed.total > 0 && timed.length === 1) sentences.push(pen.say(HEADLINE.faster)(speed.won, speed.total));
  if (speed.total > 0 && timed.length > 1) {
    sentences.push(pen.say(HEADLINE.fasterInAll)(timed.length, speed.won, speed.total));
  }
  if (loss.total > 0) sentences.push(pen.say(HEADLINE.lossless)(loss.won, loss.total));
  return sentences.length === 0 ? pen.say(HEADLINE.checksOnly)() : sentences.join('; ');
}

function roundsOf(metrics: Receipt['metrics']): { readonly won: number; readonly total: number } {
  const sum = (pick: (rounds: Receipt['metrics'][number]['rounds']) => number): number =>
    metrics.reduce((all, { rounds }) => all + pick(rounds), 0);
  return { won: sum(({ won }) => won), total: sum(({ total }) => total) };
}

function incorrectSentence({ checks, reason, detail }: Receipt, exercise: Exercise, pen: Pen): string {
  const fault = measuredFault(reason);
  if (fault) return pen.say(fault);
  const failed = checks.filter(({ status }) => status === 'failed');
  const more = failed.length > 1 ? pen.say(HEADLINE.andMore)(failed.length - 1) : '';
  return `${stepTitle(failed[0]?.name ?? detail, exercise, pen)}${more}`;
}

function slowSentence({ counts, metrics, detail }: Receipt, exercise: Exercise, pen: Pen): string {
  const over = counts.filter(({ decision }) => decision === 'failed');
  const worst = over[0];
  if (worst) {
    const others = over.length > 1 ? pen.say(HEADLINE.andMore)(over.length - 1) : '';
    const [yours, line] = [formatCount(worst.yours), formatCount(worst.line)];
    const title = countTitle(worst.name, exercise, pen);
    return `${pen.say(HEADLINE.overTheLine)(title, yours, pen.foreign(worst.unit), line)}${others}`;
  }
  const failed = metrics.filter(({ decision }) => decision === 'failed');
  const first = failed[0];
  if (!first) return firstLine(detail, pen);
  const more = failed.length > 1 ? pen.say(HEADLINE.andMore)(failed.length - 1) : '';
  const { lost, total } = first.rounds;
  if (first.quantity === 'loss')
    return `${pen.say(HEADLINE.lossy)(titleOf(first.name, exercise, pen), lost, total)}${more}`;
  return `${pen.say(HEADLINE.slower)(titleOf(first.name, exercise, pen), lost, total)}${more}`;
}

/** `spsc_ring.hpp:41:7: error: …`: that it is an error has been said. */
function withoutSeverity(line: string): string {
  return line.replace(/^(?<place>[^:]+:\d+:\d+): (?:fatal )?error: /u, '$<place>: ');
}

function firstLine(text: string, pen: Pen): string {
  return pen.foreign(text).trim().split('\n', 1)[0] ?? '';
}
