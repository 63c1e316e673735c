import { wrap } from '../../../grader/render/drawing.ts';
import type { MeasureBlock } from '../../book/book.ts';
import type { Answer } from '../answer.ts';
import { MEASURE, PREDICT } from '../words/blocks.ts';
import { drawBars } from './bars.ts';
import { BAR, card, paragraph, type Canvas } from './canvas.ts';
import { drawChart } from './chart.ts';

type MeasureAnswer = Extract<Answer, { kind: 'measure' }>;

/** What will be measured; once it was, the chart or the bars, and what the lesson says of them. */
export function drawMeasure(block: MeasureBlock, answer: MeasureAnswer | null, canvas: Canvas): string[] {
  const { pen } = canvas;
  const inner = { ...canvas, columns: canvas.columns - BAR };
  const title = wrap(pen.bold(pen.foreign(block.title)), inner.columns);
  const expect =
    block.expect === undefined
      ? []
      : inner.markdown(`**${pen.say(MEASURE.expect)}:** ${block.expect.trim()}`, inner.columns);
  if (!answer) {
    const again = paragraph(pen.say(PREDICT.probe)(block.probe), inner).map(pen.dim);
    return card('measure', [...title, ...expect, ...again], canvas);
  }
  const after = block.after === undefined ? [] : ['', ...canvas.markdown(block.after, canvas.columns)];
  return [...card('measure', [...title, ...expect, '', ...drawResult(answer, inner)], canvas), ...after];
}

function drawResult({ measured }: MeasureAnswer, canvas: Canvas): string[] {
  const { pen, columns } = canvas;
  const { sweep, figures, unsupported, method } = measured;
  if (unsupported) {
    const why = pen.say(PREDICT.unsupported)(unsupported.why);
    return [...paragraph(why, canvas).map(pen.unsure), ...paragraph(unsupported.fix, canvas)];
  }
  const drawn = sweep ? drawChart(sweep, columns, pen) : drawBars(figures, columns, pen);
  return [...drawn, '', ...paragraph(pen.say(PREDICT.method)(method), canvas).map(pen.dim)];
}
