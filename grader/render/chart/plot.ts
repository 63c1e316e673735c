import type { ProbeSweep, SweepSeries } from '../../domain/probe.ts';
import { formatMeasure } from '../text/figures.ts';
import { padEnd, padStart, widthOf } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';
import { SWEEP_UNIT_NAMES } from '../words/probe.ts';
import { logScale, scaleFor, type Scale } from './scale.ts';

interface Plot {
  readonly width: number;
  readonly rows: number;
  readonly x: Scale;
  readonly y: Scale;
}

/** Cells between two labels below the axis. */
const GAP = 2;
const KIB_IN_MIB = 1024;

/** The plot of a sweep with both its axes; `room` cells wide, `rows` high without the axis below. */
export function drawPlot(sweep: ProbeSweep, room: number, rows: number, pen: Pen): string[] {
  const points = sweep.series.flatMap((series) => series.points);
  const xs = points.map((point) => point.x);
  const y = scaleFor(points.flatMap(({ low, median, high }) => [low, median, high]));
  const labels = y.ticks.map((tick) => formatMeasure(tick, sweep.unit, pen.glyphs).replace(/\.0+ /u, ' '));
  const margin = Math.max(0, ...labels.map(widthOf)) + 1;
  const plot = { width: Math.max(1, room - margin - 1), rows, x: logScale(Math.min(...xs), Math.max(...xs)), y };
  const body = drawBody(sweep.series, plot, pen);
  const ticks = new Map(y.ticks.map((tick, index) => [rowOf(tick, plot), labels[index] ?? '']));
  const left = body.map((line, row) => {
    const label = ticks.get(row);
    const axis = pen.dim(label === undefined ? pen.glyphs.quote : pen.glyphs.tickLeft);
    return `${pen.dim(padStart(label ?? '', margin - 1))} ${axis}${line}`.trimEnd();
  });
  return [...left, ...drawBelow(sweep, plot, margin, pen)];
}

/** What a series is drawn with; no two look the same without colour either. */
export function markOf(index: number, pen: Pen): string {
  const { you, reference, naive } = pen.glyphs;
  if (index === 0) return pen.bold(pen.accent(you));
  return index === 1 ? pen.good(reference) : pen.unsure(naive);
}

function rowOf(value: number, { y, rows }: Plot): number {
  return clamp(rows - 1 - Math.round(y.place(value) * (rows - 1)), rows);
}

function columnOf(value: number, { x, width }: Plot): number {
  return clamp(Math.round(x.place(value) * (width - 1)), width);
}

function clamp(cell: number, size: number): number {
  return Math.max(0, Math.min(size - 1, cell));
}

/** Ways between the points first, then the spread of each point, then the points: the later covers the earlier. */
function drawBody(series: readonly SweepSeries[], plot: Plot, pen: Pen): string[] {
  const cells = Array.from({ length: plot.rows }, () => Array.from({ length: plot.width }, () => ' '));
  const put = (row: number, column: number, glyph: string): void => {
    const line = cells[row];
    if (line) line[column] = glyph;
  };
  for (const { points } of series) {
    for (const [index, point] of points.entries()) {
      const next = points[index + 1];
      if (next)
        drawWay([point.x, point.median], [next.x, next.median], plot, (row, at) =>
          put(row, at, pen.dim(pen.glyphs.dot)),
        );
    }
  }
  for (const { points } of series) {
    for (const { x, low, high } of points) {
      const [top, bottom] = [rowOf(high, plot), rowOf(low, plot)];
      if (top < bottom)
        for (let row = top; row <= bottom; row += 1) put(row, columnOf(x, plot), pen.dim(pen.glyphs.quote));
    }
  }
  for (const [index, { points }] of [...series.entries()].toReversed()) {
    for (const { x, median } of points) put(rowOf(median, plot), columnOf(x, plot), markOf(index, pen));
  }
  return cells.map((line) => line.join(''));
}

/** Straight on the scales of the plot, one cell a column. */
function drawWay(
  from: readonly [number, number],
  to: readonly [number, number],
  plot: Plot,
  put: (row: number, column: number) => void,
): void {
  const [begin, end] = [columnOf(from[0], plot), columnOf(to[0], plot)];
  const [low, high] = [plot.y.place(from[1]), plot.y.place(to[1])];
  for (let column = begin + 1; column < end; column += 1) {
    const height = low + ((high - low) * (column - begin)) / (end - begin);
    put(clamp(plot.rows - 1 - Math.round(height * (plot.rows - 1)), plot.rows), column);
  }
}

/** The axis below, and as many labels as have room, evenly picked. */
function drawBelow(sweep: ProbeSweep, plot: Plot, margin: number, pen: Pen): string[] {
  const labels = pickLabels(sweep, plot, pen);
  const axis = Array.from({ length: plot.width }, () => pen.glyphs.rule);
  let text = '';
  for (const { column, begin, label } of labels) {
    axis[column] = pen.glyphs.tickBelow;
    text = padEnd(text, begin) + label;
  }
  const indent = ' '.repeat(margin);
  return [`${indent}${pen.dim(pen.glyphs.corner + axis.join(''))}`, `${indent} ${pen.dim(text)}`];
}

interface Label {
  readonly column: number;
  readonly begin: number;
  readonly label: string;
}

function pickLabels({ x, series }: ProbeSweep, plot: Plot, pen: Pen): Label[] {
  const all = [...new Set(series.flatMap(({ points }) => points.map((point) => point.x)))].toSorted((a, b) => a - b);
  const powers = all.filter((value) => Number.isInteger(Math.log2(value)));
  const values = powers.length > 1 ? powers : all;
  const labels = values.map((value) => {
    const label = xLabel(value, x.unit, pen);
    const column = columnOf(value, plot);
    const begin = Math.max(0, Math.min(plot.width - widthOf(label), column - Math.floor(widthOf(label) / 2)));
    return { column, begin, label };
  });
  for (let stride = 1; stride < labels.length; stride += 1) {
    const picked = labels.filter((_, index) => index % stride === 0);
    const fits = picked.every((label, index) => {
      const before = picked[index - 1];
      return !before || before.begin + widthOf(before.label) + GAP <= label.begin;
    });
    if (fits) return picked;
  }
  return labels.slice(0, 1);
}

function xLabel(value: number, unit: ProbeSweep['x']['unit'], pen: Pen): string {
  if (unit === 'KiB' && value >= KIB_IN_MIB) return `${String(Math.round((value / KIB_IN_MIB) * 10) / 10)} MiB`;
  return pen.say(SWEEP_UNIT_NAMES[unit])(String(value));
}
