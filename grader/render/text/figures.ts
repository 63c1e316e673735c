import type { MetricResult } from '../../domain/receipt.ts';
import type { Glyphs } from './glyphs.ts';

/** Steps of a thousand from the unit downwards; a figure is shown in the largest that it reaches. */
const RATES = [
  { from: 1e9, name: 'G/s' },
  { from: 1e6, name: 'M/s' },
  { from: 1e3, name: 'k/s' },
  { from: 1, name: '/s' },
] as const;
const TIMES = [
  { from: 1e9, name: 's' },
  { from: 1e6, name: 'ms' },
  { from: 1e3, name: 'us' },
  { from: 1, name: 'ns' },
] as const;

/** `61.2 M/s` or `142 ns`: three digits, as many as mean something. */
export function formatFigure(value: number, unit: MetricResult['unit'], glyphs: Glyphs): string {
  const steps = unit === 'items/s' ? RATES : TIMES;
  // 999.6 ns is 1.00 us: the step is chosen after rounding.
  const rounded = Number(value.toPrecision(3));
  const step = steps.find(({ from }) => rounded >= from) ?? steps[steps.length - 1];
  const name = step?.name ?? '';
  return `${threeDigits(rounded / (step?.from ?? 1))} ${name === 'us' ? `${glyphs.micro}s` : name}`;
}

/** A measured value with its unit: times in the step that suits them, `13.7 GB/s`, `0.86 %`. */
export function formatMeasure(value: number, unit: 'ns' | 'GB/s' | '%', glyphs: Glyphs): string {
  return unit === 'ns' ? formatFigure(value, 'ns', glyphs) : `${threeDigits(value)} ${unit}`;
}

function threeDigits(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}

/** `1.42`: a count per something, three digits as far as they say anything. */
export function formatCount(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** `0.93×`, and `0.021×` where two digits would say nothing. */
export function formatRatio(ratio: number, glyphs: Glyphs): string {
  return `${formatRatioNumber(ratio)}${glyphs.times}`;
}

export function formatRatioNumber(ratio: number): string {
  if (ratio >= 100) return ratio.toFixed(0);
  if (ratio >= 10) return ratio.toFixed(1);
  return ratio.toFixed(ratio < 0.095 ? 3 : 2);
}

/** Written with a space, as the judge writes it. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  return `${percent.toFixed(percent > 0 && percent < 1 ? 1 : 0)} %`;
}

/** What was lost of all, so that a little is not nothing: `0.00 %`, `37.2 %`, `<0.01 %`. */
export function formatShareLost(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return '<0.01 %';
  return `${percent.toFixed(percent >= 10 ? 1 : 2)} %`;
}

export function formatSeconds(seconds: number): string {
  if (seconds >= 120) return `${(seconds / 60).toFixed(0)} min`;
  return `${seconds.toFixed(seconds < 10 && !Number.isInteger(seconds) ? 1 : 0)} s`;
}
