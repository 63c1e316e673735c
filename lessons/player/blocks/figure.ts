import { formatFigure, type Pen } from '../../../grader/render/drawing.ts';

/** `84.0 ns`, `1.24 us`, `12.3 GB/s`, `0.4 %`: a probe's figure in its unit, with three digits. */
export function formatMeasured(value: number, unit: string, pen: Pen): string {
  if (unit === 'ns') return formatFigure(value, 'ns', pen.glyphs);
  return `${threeDigits(value)} ${unit === 'percent' ? '%' : unit}`;
}

/** A place of a sweep's axis: `64`, `4 KiB`, `2 MiB`. */
export function formatPlace(value: number, unit: string): string {
  if (unit !== 'KiB') return String(value);
  if (value >= 1024 * 1024) return `${trimmed(value / (1024 * 1024))} GiB`;
  return value >= 1024 ? `${trimmed(value / 1024)} MiB` : `${trimmed(value)} KiB`;
}

/** `6.4 times`, as a number that people say: two digits are plenty for a guess. */
export function formatFactor(factor: number): string {
  return factor >= 10 ? factor.toFixed(0) : trimmed(Number(factor.toFixed(1)));
}

function threeDigits(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.01) return value.toPrecision(2);
  const rounded = Number(value.toPrecision(3));
  if (rounded >= 100) return rounded.toFixed(0);
  return rounded.toFixed(rounded >= 10 ? 1 : 2);
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(1)));
}
