import type { Metric } from '../../domain/exercise.ts';
import type { MetricResult } from '../../domain/receipt.ts';
import { formatFigure, formatRatio } from '../text/figures.ts';
import { widthOf, wrap } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';
import { MARKS } from '../words/receipt.ts';
import { spread } from './spread.ts';

/** Something that stands on the ruler, with its name. */
export interface Mark {
  readonly name: keyof typeof MARKS;
  /** ln of a goodness, of a ratio to the reference for example (which then is at 0): better is to the right. */
  readonly at: number;
  /** What was measured or counted there, `61.2 M/s`; empty where nothing was. */
  readonly figure: string;
}

/** Cells between two labels. */
const GAP = 2;
/** Free cells at either end of the axis, so that the outermost marks stand on it. */
const MARGIN = 2;
/** The axis shows at least this much (ln 1.5), or two marks a hair apart would look like a world between them. */
const LEAST_SPAN = 0.4;

/** A ruler's lines: the axis with its marks, their names below, and figures on a third where they have no room. */
export interface Ruler {
  readonly axis: string;
  readonly labels: readonly string[];
}

/**
 * Naive, line, you and reference on a logarithmic axis of goodness: equal factors are equally far apart. Rounds are
 * dots, the interval is the heavy stretch around your mark.
 */
export function drawRuler(
  result: MetricResult,
  metric: Metric | undefined,
  axisWidth: number,
  labelWidth: number,
  pen: Pen,
): Ruler {
  return layRuler(marksOf(result, metric, pen), result, axisWidth, labelWidth, pen);
}

/** What else lies on the axis: rounds as dots, and the interval of the ratio. */
type Spread = Pick<MetricResult, 'blocks' | 'ratio'>;

/** The same for marks of any quantity. Where two are in one place, the later one is to the right. */
export function layRuler(
  unsorted: readonly Mark[],
  dots: Spread,
  axisWidth: number,
  labelWidth: number,
  pen: Pen,
): Ruler {
  const marks = unsorted.toSorted((one, other) => one.at - other.at);
  const place = scale(marks, dots, axisWidth);
  const wishes = marks.map(({ at }) => ({ at: place(at), width: 1 }));
  // A screen of at least 40 columns always has room for four marks.
  const cells = spread(wishes, 0, axisWidth) ?? [];
  return {
    axis: drawAxis(marks, cells, place, dots, axisWidth, pen),
    labels: drawLabels(marks, cells, labelWidth, pen),
  };
}

function marksOf(result: MetricResult, metric: Metric | undefined, pen: Pen): Mark[] {
  const figure = (value: number | null): string => (value === null ? '' : formatFigure(value, result.unit, pen.glyphs));
  const marks: Mark[] = [
    { name: 'line', at: Math.log(result.line), figure: formatRatio(result.line, pen.glyphs) },
    { name: 'reference', at: 0, figure: figure(result.reference) },
  ];
  const naive = naiveRatio(result) ?? metric?.naive;
  if (naive !== undefined && naive > 0)
    marks.push({ name: 'naive', at: Math.log(naive), figure: figure(result.naive) });
  if (result.ratio && result.ratio.median > 0) {
    marks.push({ name: 'learner', at: Math.log(result.ratio.median), figure: figure(result.yours) });
  }
  return marks;
}

/** Goodness naive / reference as seen here; undefined where it was not measured. */
function naiveRatio({ naive, reference, unit }: MetricResult): number | undefined {
  if (naive === null || reference === null || naive <= 0 || reference <= 0) return undefined;
  return unit === 'items/s' ? naive / reference : reference / naive;
}

/** From a logarithm to a cell of the axis, so that everything that is drawn lies on it. */
function scale(marks: readonly Mark[], { blocks, ratio }: Spread, width: number): (at: number) => number {
  const ends = ratio ? [Math.log(ratio.low), Math.log(ratio.high)] : [];
  const all = [...marks.map(({ at }) => at), ...blocks, ...ends].filter((at) => Number.isFinite(at));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const missing = Math.max(0, LEAST_SPAN - (high - low));
  const start = low - missing / 2;
  const cells = Math.max(1, width - 1 - 2 * MARGIN) / (high - low + missing);
  return (at) => Math.max(0, Math.min(width - 1, MARGIN + Math.round((at - start) * cells)));
}

function drawAxis(
  marks: readonly Mark[],
  cells: readonly number[],
  place: (at: number) => number,
  { blocks, ratio }: Spread,
  width: number,
  pen: Pen,
): string {
  const { glyphs } = pen;
  const line = Array.from({ length: width }, () => pen.dim(glyphs.axis));
  for (const block of blocks) if (!Number.isNaN(block)) line[place(block)] = glyphs.round;
  if (ratio && ratio.low > 0 && Number.isFinite(ratio.high)) {
    for (let cell = place(Math.log(ratio.low)); cell <= place(Math.log(ratio.high)); cell += 1) {
      line[cell] = glyphs.interval;
    }
  }
  for (const [index, mark] of marks.entries()) line[cells[index] ?? 0] = drawMark(mark, pen);
  return line.join('');
}

function drawMark({ name }: Pick<Mark, 'name'>, pen: Pen): string {
  const { glyphs } = pen;
  switch (name) {
    case 'learner':
      return pen.bold(pen.accent(glyphs.you));
    case 'reference':
      return glyphs.reference;
    case 'naive':
      return glyphs.naive;
    case 'line':
      return pen.bold(glyphs.line);
  }
}

/** Names below their marks, with the figures if there is room for them, else the figures in a line of their own. */
function drawLabels(marks: readonly Mark[], cells: readonly number[], width: number, pen: Pen): string[] {
  const label = ({ name, figure }: Mark, withFigure: boolean): string => {
    const beside = withFigure && figure !== '' ? ` ${pen.dim(figure)}` : '';
    return `${drawMark({ name }, pen)} ${pen.say(MARKS[name])}${beside}`;
  };
  const whole = marks.map((mark) => label(mark, true));
  const inOneLine = below(whole, cells, width);
  if (inOneLine !== null) return [inOneLine];
  // Nobody measured the line: its figure stays with it.
  const names = marks.map((mark) => label(mark, mark.name === 'line'));
  const measured = marks.filter(({ name, figure }) => name !== 'line' && figure !== '');
  const figures = measured.map(({ name, figure }) => `${pen.say(MARKS[name])} ${figure}`).join(', ');
  return [...wrap(below(names, cells, width) ?? names.join('  '), width), ...wrap(pen.dim(figures), width)];
}

/** Labels that begin below their marks, in the order of the marks. */
function below(labels: readonly string[], cells: readonly number[], width: number): string | null {
  const wishes = labels.map((label, index) => ({ at: cells[index] ?? 0, width: widthOf(label) }));
  const begins = spread(wishes, GAP, width);
  if (begins === null) return null;
  let text = '';
  for (const [index, label] of labels.entries()) text += ' '.repeat((begins[index] ?? 0) - widthOf(text)) + label;
  return text;
}
