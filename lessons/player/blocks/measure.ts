import { separated, wrap } from '../../../grader/render/drawing.ts';
import { renderChart } from '../../../grader/render/chart.ts';
import type { MeasureBlock } from '../../book/book.ts';
import type { Answer } from '../answer.ts';
import { MEASURE, PREDICT } from '../words/blocks.ts';
import { BAR, card, paragraph, type Canvas } from './canvas.ts';

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

/** Rows of the plot: with its legend and what is around it a chart fits on a screen of 24 lines. */
const PLOT_ROWS = 8;

function drawResult({ measured }: MeasureAnswer, canvas: Canvas): string[] {
  const { pen, columns } = canvas;
  const { unsupported, absent, method } = measured;
  const chart = renderChart(measured, { ...pen.screen, columns }, { rows: PLOT_ROWS });
  const reasons = unsupported ? [unsupported] : absent;
  const missing = reasons.flatMap(({ why, fix }) => {
    const told = paragraph(pen.say(PREDICT.unsupported)(pen.say(why)), canvas).map(pen.unsure);
    return told.concat(paragraph(pen.say(fix), canvas));
  });
  const how = paragraph(pen.say(PREDICT.method)(pen.say(method)), canvas).map(pen.dim);
  return separated([chart === '' ? [] : chart.split('\n'), missing, how]);
}
