import type { ProbeFigure, ProbeUnit } from '../../../grader/domain/probe.ts';
import { spread, widthOf, wrap, type Pen } from '../../../grader/render/drawing.ts';
import type { Claim } from '../../book/book.ts';
import { PREDICT } from '../words/blocks.ts';
import { logAxis, type LogAxis } from './axis.ts';
import { formatMeasured } from './figure.ts';

/** What stands on the ruler; `figure` is null where this machine could not measure. */
export interface Guessed {
  readonly guess: number | null;
  readonly figure: ProbeFigure | null;
  readonly unit: ProbeUnit;
  readonly claim: Claim | undefined;
}

/** Longer than this is no easier to read. */
const WIDEST = 64;

/** Guess, measured value with its quartiles, and the textbook's range on one logarithmic axis, with what each is below. */
export function drawGuessRuler(guessed: Guessed, columns: number, pen: Pen): string[] {
  const { guess, figure, claim } = guessed;
  const values = [guess ?? 0, figure?.low ?? 0, figure?.high ?? 0, figure?.median ?? 0];
  const axis = logAxis([...values, claim?.low ?? 0, claim?.high ?? 0], Math.min(columns, WIDEST));
  return [drawLine(guessed, axis, pen), drawTicks(axis, guessed.unit, pen), ...drawLegend(guessed, columns, pen)];
}

function drawLine({ guess, figure, claim }: Guessed, axis: LogAxis, pen: Pen): string {
  const { glyphs } = pen;
  const line = Array.from({ length: axis.cells }, () => pen.dim(glyphs.axis));
  const fill = (low: number, high: number, cell: string): void => {
    for (let at = axis.place(low); at <= axis.place(high); at += 1) line[at] = cell;
  };
  for (const { at } of axis.ticks) line[at] = pen.dim(glyphs.tick);
  if (claim) fill(claim.low, claim.high, pen.unsure(glyphs.claim));
  if (figure && figure.low > 0) fill(figure.low, figure.high, pen.good(glyphs.interval));
  if (figure && figure.median > 0) line[axis.place(figure.median)] = measuredMark(pen);
  if (guess !== null) line[axis.place(guess)] = guessMark(pen);
  return line.join('');
}

function measuredMark(pen: Pen): string {
  return pen.bold(pen.good(pen.glyphs.reference));
}

function guessMark(pen: Pen): string {
  return pen.bold(pen.accent(pen.glyphs.you));
}

/** Names of the ticks, each centred below its own, and those left out that have no room. */
function drawTicks({ ticks, cells }: LogAxis, unit: ProbeUnit, pen: Pen): string {
  const labels = ticks.map(({ value, at }) => ({ text: shortFigure(value, unit, pen), at }));
  let kept = labels;
  for (;;) {
    const wishes = kept.map(({ text, at }) => ({
      at: Math.max(0, at - Math.floor(widthOf(text) / 2)),
      width: text.length,
    }));
    const begins = spread(wishes, 1, cells);
    const fits = begins?.every((begin, index) => Math.abs(begin - (wishes[index]?.at ?? 0)) <= 2);
    if (begins && fits) return pen.dim(placed(kept, begins));
    if (kept.length <= 1) return '';
    kept = kept.filter((_, index) => index % 2 === 0);
  }
}

function placed(labels: readonly { readonly text: string }[], begins: readonly number[]): string {
  let line = '';
  for (const [index, { text }] of labels.entries()) line += ' '.repeat((begins[index] ?? 0) - widthOf(line)) + text;
  return line;
}

/** `100 ns` and not `100.0 ns`: ticks are round. */
function shortFigure(value: number, unit: ProbeUnit, pen: Pen): string {
  return formatMeasured(value, unit, pen).replace(/\.0+(?= )|(?<=\.\d*[1-9])0+(?= )/u, '');
}

function drawLegend({ guess, figure, unit, claim }: Guessed, columns: number, pen: Pen): string[] {
  const show = (value: number): string => formatMeasured(value, unit, pen);
  const entries = [
    ...(guess === null ? [] : [`${guessMark(pen)} ${pen.say(PREDICT.guess)()} ${show(guess)}`]),
    ...(figure ? [`${measuredMark(pen)} ${pen.say(PREDICT.measured)()} ${show(figure.median)}`] : []),
    ...(claim ? [`${pen.unsure(pen.glyphs.claim)} ${pen.say(PREDICT.claim)()} ${rangeOf(claim, show, pen)}`] : []),
  ];
  return wrap(entries.join('   '), columns);
}

function rangeOf({ low, high }: Claim, show: (value: number) => string, pen: Pen): string {
  return low === high ? show(low) : `${show(low)} ${pen.foreign('–')} ${show(high)}`;
}
