import type { ProbeFigure, ProbeResult } from '../../../grader/domain/probe.ts';
import { link } from '../../../grader/render/link.ts';
import { wrap } from '../../../grader/render/drawing.ts';
import { unitOf, type PredictBlock } from '../../book/book.ts';
import type { Answer } from '../answer.ts';
import { PREDICT } from '../words/blocks.ts';
import { BAR, card, paragraph, type Canvas } from './canvas.ts';
import { formatFactor, formatMeasured } from './figure.ts';
import { drawGuessRuler } from './guess-ruler.ts';

type PredictAnswer = Extract<Answer, { kind: 'predict' }>;

/** A guess within this factor of the measured value is close: latencies are guessed in orders of magnitude. */
const CLOSE = 1.5;

/** The question; once it is answered, the ruler, what it says in words, and what the lesson says of it. */
export function drawPredict(block: PredictBlock, answer: PredictAnswer | null, canvas: Canvas): string[] {
  const { pen } = canvas;
  const inner = { ...canvas, columns: canvas.columns - BAR };
  const question = wrap(pen.bold(pen.foreign(block.question)), inner.columns);
  if (!answer) {
    const ask = pen.say(PREDICT.answerIn)(unitOf(block.probe, block.figure));
    return card('predict', [...question, ...paragraph(ask, inner).map(pen.dim)], canvas);
  }
  const after = block.after === undefined ? [] : ['', ...canvas.markdown(block.after, canvas.columns)];
  return [...card('predict', [...question, '', ...drawOutcome(block, answer, inner)], canvas), ...after];
}

function drawOutcome(block: PredictBlock, { guess, measured }: PredictAnswer, canvas: Canvas): string[] {
  const { pen, columns } = canvas;
  const unit = unitOf(block.probe, block.figure);
  const figure = measured.figures.find(({ name }) => name === block.figure) ?? null;
  const { claim } = block;
  const source = claim
    ? wrap(pen.dim(pen.say(PREDICT.source)(link(pen.foreign(claim.text), claim.source, pen.screen))), columns)
    : [];
  return [
    ...drawGuessRuler({ guess, figure, unit, claim }, columns, pen),
    '',
    ...(figure ? drawVerdict(guess, figure, canvas) : drawAbsent(measured, block.figure, canvas)),
    ...source,
    ...paragraph(pen.say(PREDICT.method)(pen.say(measured.method)), canvas).map(pen.dim),
  ];
}

function drawVerdict(guess: number | null, figure: ProbeFigure, canvas: Canvas): string[] {
  const { pen } = canvas;
  const show = (value: number): string => formatMeasured(value, figure.unit, pen);
  const here = pen.say(PREDICT.here)(show(figure.median), show(figure.low), show(figure.high));
  return [...paragraph(sayGuess(guess, figure, canvas), canvas), ...paragraph(here, canvas)];
}

function sayGuess(guess: number | null, figure: ProbeFigure, { pen }: Canvas): string {
  if (guess === null) return pen.say(PREDICT.noGuess)();
  const factor = guess > figure.median ? guess / figure.median : figure.median / guess;
  const shown = formatMeasured(guess, figure.unit, pen);
  if (factor <= CLOSE) return pen.say(PREDICT.close)(shown);
  return pen.say(PREDICT.off)(shown, `${formatFactor(factor)}${pen.glyphs.times}`, guess > figure.median);
}

function drawAbsent({ absent, unsupported }: ProbeResult, figure: string, canvas: Canvas): string[] {
  const { pen } = canvas;
  const reason = absent.find(({ name }) => name === figure) ?? unsupported;
  if (!reason) return [];
  const why = pen.say(PREDICT.unsupported)(pen.say(reason.why));
  return [...paragraph(why, canvas).map(pen.unsure), ...paragraph(pen.say(reason.fix), canvas)];
}
