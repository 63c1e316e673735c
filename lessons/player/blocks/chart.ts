import type { ProbeSweep } from '../../../grader/domain/probe-result.ts';
import { padStart, spread, widthOf, wrap, type Pen } from '../../../grader/render/drawing.ts';
import { logAxis } from './axis.ts';
import { formatMeasured, formatPlace } from './figure.ts';

/** Rows of the drawing itself: with its legend it fits on a screen of 24 lines. */
const ROWS = 9;
/** Wider than this the eye loses the way along a line. */
const WIDEST = 68;

/** How one series is drawn. */
interface Style {
  readonly mark: string;
  readonly paint: (text: string) => string;
}

/**
 * A sweep as a small chart: equal factors are equally far apart upwards, the places of the sweep stand side by side.
 * Each series has a sign of its own as well as a colour, and is named below with its first and last value.
 */
export function drawChart(sweep: ProbeSweep, columns: number, pen: Pen): string[] {
  const places = [...new Set(sweep.series.flatMap(({ points }) => points.map(({ x }) => x)))].toSorted((a, b) => a - b);
  const medians = sweep.series.flatMap(({ points }) => points.map(({ median }) => median));
  const axis = logAxis(medians, ROWS);
  const labels = labelRows(axis, sweep.unit, pen);
  const margin = Math.max(...labels.map(widthOf)) + 2;
  const width = Math.min(WIDEST, columns) - margin;
  const column = (index: number): number =>
    places.length < 2 ? Math.floor(width / 2) : Math.round((index * (width - 1)) / (places.length - 1));
  const grid = Array.from({ length: ROWS }, () => Array.from({ length: width }, () => ' '));
  for (const [index, { points }] of sweep.series.entries()) {
    const spots = points.map(({ x, median }) => ({
      at: column(places.indexOf(x)),
      row: ROWS - 1 - axis.place(median),
    }));
    drawSeries(grid, spots, styleOf(index, pen), pen);
  }
  const rows = grid.map((cells, row) => {
    const label = padStart(labels[row] ?? '', margin - 2);
    return `${pen.dim(`${label} ${pen.glyphs.quote}`)}${cells.join('')}`.trimEnd();
  });
  const indent = ' '.repeat(margin);
  return [
    ...rows,
    indent + pen.dim(pen.glyphs.axis.repeat(width)),
    indent + pen.dim(placeLabels(places, sweep.x.unit, column, width)),
    indent + pen.dim(axisName(sweep)),
    ...legend(sweep, columns, pen),
  ];
}

function styleOf(index: number, pen: Pen): Style {
  const { glyphs } = pen;
  const styles: readonly Style[] = [
    { mark: glyphs.reference, paint: pen.accent },
    { mark: glyphs.you, paint: pen.good },
    { mark: glyphs.naive, paint: pen.unsure },
    { mark: glyphs.times, paint: pen.bad },
  ];
  return styles[index % styles.length] ?? { mark: '*', paint: pen.bold };
}

interface Spot {
  readonly at: number;
  readonly row: number;
}

/** Dots from point to point, then the points over them. */
function drawSeries(grid: string[][], spots: readonly Spot[], { mark, paint }: Style, pen: Pen): void {
  const put = ({ at, row }: Spot, sign: string, over: boolean): void => {
    const line = grid[row];
    if (line && (over || line[at] === ' ')) line[at] = paint(sign);
  };
  for (const [index, from] of spots.entries()) {
    const to = spots[index + 1] ?? from;
    const steps = to.at - from.at;
    for (let step = 1; step < steps; step += 1) {
      const row = Math.round(from.row + ((to.row - from.row) * step) / steps);
      put({ at: from.at + step, row }, pen.glyphs.round, false);
    }
  }
  for (const spot of spots) put(spot, mark, true);
}

/** A name for each row of the axis, empty where there is none. */
function labelRows(axis: ReturnType<typeof logAxis>, unit: string, pen: Pen): string[] {
  const labels = Array.from({ length: axis.cells }, () => '');
  for (const { value, at } of axis.ticks) labels[axis.cells - 1 - at] = formatMeasured(value, unit, pen);
  return labels;
}

/** As many places as have room, the first and the last first. */
function placeLabels(
  places: readonly number[],
  unit: string,
  column: (index: number) => number,
  width: number,
): string {
  for (let every = 1; every <= places.length; every += 1) {
    const kept = places
      .map((x, index) => ({ text: formatPlace(x, unit), index }))
      .filter(({ index }) => index % every === 0);
    const wishes = kept.map(({ text, index }) => ({
      at: Math.max(0, Math.min(width - text.length, column(index) - Math.floor(text.length / 2))),
      width: text.length,
    }));
    const begins = spread(wishes, 1, width);
    if (!begins?.every((begin, index) => begin === wishes[index]?.at)) continue;
    let line = '';
    for (const [index, { text }] of kept.entries()) line += ' '.repeat((begins[index] ?? 0) - line.length) + text;
    return line;
  }
  return '';
}

function axisName({ x }: ProbeSweep): string {
  return x.unit === '' || x.unit === 'KiB' || x.name.includes(x.unit) ? x.name : `${x.name} (${x.unit})`;
}

function legend({ series, unit }: ProbeSweep, columns: number, pen: Pen): string[] {
  const entries = series.map(({ name, points }, index) => {
    const { mark, paint } = styleOf(index, pen);
    const ends = [points[0], points.at(-1)].flatMap((point) =>
      point ? [formatMeasured(point.median, unit, pen)] : [],
    );
    return `${paint(mark)} ${pen.foreign(name)} ${pen.dim(ends.join(` ${pen.screen.unicode ? '→' : '->'} `))}`;
  });
  return wrap(entries.join('   '), columns);
}
