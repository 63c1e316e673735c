import type { ProbeFigure } from '../../../grader/domain/probe-result.ts';
import { padEnd, widthOf, type Pen } from '../../../grader/render/drawing.ts';
import { formatMeasured } from './figure.ts';

const WIDEST = 40;
const GAP = 2;
/** From this factor on the small ones would vanish beside the large ones: bars then grow with the logarithm. */
const LOGARITHMIC_FROM = 30;

/** Figures side by side as bars, each with its value. */
export function drawBars(figures: readonly ProbeFigure[], columns: number, pen: Pen): string[] {
  const names = figures.map(({ name }) => pen.foreign(name));
  const values = figures.map(({ median, unit }) => formatMeasured(median, unit, pen));
  const nameWidth = Math.max(0, ...names.map(widthOf));
  const room = columns - nameWidth - Math.max(0, ...values.map(widthOf)) - 2 * GAP;
  const scale = lengths(
    figures.map(({ median }) => median),
    Math.max(1, Math.min(WIDEST, room)),
  );
  return figures.map((_, index) => {
    const bar = pen.good(pen.glyphs.barDone.repeat(scale[index] ?? 0));
    return `${padEnd(names[index] ?? '', nameWidth + GAP)}${bar}${' '.repeat(GAP)}${values[index] ?? ''}`;
  });
}

function lengths(values: readonly number[], most: number): number[] {
  const positive = values.filter((value) => value > 0);
  const [low, high] = [Math.min(...positive), Math.max(...positive)];
  return values.map((value) => {
    if (value <= 0) return 0;
    const share =
      high / low < LOGARITHMIC_FROM ? value / high : (Math.log(value / low) + 1) / (Math.log(high / low) + 1);
    return Math.max(1, Math.round(share * most));
  });
}
