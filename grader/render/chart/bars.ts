import type { ProbeFigure } from '../../domain/probe.ts';
import { formatMeasure } from '../text/figures.ts';
import { hang, padEnd, padStart, widthOf } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';
import { PROBE } from '../words/probe.ts';

const INDENT = '  ';
const GAP = 2;
const NARROWEST_BAR = 8;
const WIDEST_BAR = 40;

interface Row {
  readonly figure: ProbeFigure;
  readonly title: string;
  readonly value: string;
  readonly range: string;
}

/**
 * Each figure in a line: its median, its quartiles, and beside figures of the same unit a bar, heavy up to the median and
 * light up to the upper quartile. Bars begin at zero: twice as long is twice as much.
 */
export function drawFigures(figures: readonly ProbeFigure[], pen: Pen): string[] {
  const rows = figures.map((figure) => rowOf(figure, pen));
  const widest = (pick: (row: Row) => string): number => Math.max(0, ...rows.map((row) => widthOf(pick(row))));
  const [title, value, range] = [widest((row) => row.title), widest((row) => row.value), widest((row) => row.range)];
  const text = INDENT.length + title + GAP + value + GAP + range;
  if (text > pen.columns) return rows.flatMap((row) => underEachOther(row, pen));
  const room = Math.min(WIDEST_BAR, pen.columns - text - GAP);
  return rows.map((row) => {
    const facts = `${INDENT}${padEnd(row.title, title)}  ${pen.bold(padStart(row.value, value))}  `;
    const bar = room < NARROWEST_BAR ? '' : drawBar(row.figure, figures, room, pen);
    return bar === '' ? facts + pen.dim(row.range) : `${facts}${pen.dim(padEnd(row.range, range))}  ${bar}`;
  });
}

function rowOf(figure: ProbeFigure, pen: Pen): Row {
  const format = (value: number): string => formatMeasure(value, figure.unit, pen.glyphs);
  const [low, high] = [format(figure.low), format(figure.high)];
  // 1.13 to 1.15 ns: the unit once, where it is the same.
  const unit = unitOf(high);
  const bare = unitOf(low) === unit ? low.slice(0, low.length - unit.length).trimEnd() : low;
  return {
    figure,
    title: pen.foreign(pen.say(figure.title)),
    value: format(figure.median),
    range: pen.say(PROBE.range)(bare, high),
  };
}

function unitOf(text: string): string {
  return text.slice(text.indexOf(' ') + 1);
}

function underEachOther({ title, value, range }: Row, pen: Pen): string[] {
  return [
    ...hang(title, pen.columns, INDENT),
    ...hang(`${pen.bold(value)}  ${pen.dim(range)}`, pen.columns, INDENT + INDENT),
  ];
}

function drawBar({ unit, median, high }: ProbeFigure, all: readonly ProbeFigure[], room: number, pen: Pen): string {
  const same = all.filter((figure) => figure.unit === unit);
  const longest = Math.max(...same.map((figure) => figure.high));
  if (same.length < 2 || longest <= 0) return '';
  const cells = (value: number): number => Math.round((value / longest) * room);
  const heavy = Math.max(1, cells(median));
  return (
    pen.accent(pen.glyphs.barDone.repeat(heavy)) + pen.dim(pen.glyphs.barLeft.repeat(Math.max(0, cells(high) - heavy)))
  );
}
