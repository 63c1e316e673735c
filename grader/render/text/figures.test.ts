import { describe, expect, it } from 'vitest';
import { formatFigure, formatPercent, formatRatio, formatSeconds } from './figures.ts';
import { glyphsFor } from './glyphs.ts';

const GLYPHS = glyphsFor(true);

describe('figures', () => {
  it.each([
    [61_200_000, 'items/s', '61.2 M/s'],
    [1_234_000_000, 'items/s', '1.23 G/s'],
    [850, 'items/s', '850 /s'],
    [999_600, 'items/s', '1.00 M/s'],
    [142, 'ns', '142 ns'],
    [999.7, 'ns', '1.00 µs'],
    [88_000, 'ns', '88.0 µs'],
    [0.4, 'ns', '0.40 ns'],
    [1_240_000, 'ns', '1.24 ms'],
  ] as const)('%d %s reads %s', (value, unit, text) => {
    expect(formatFigure(value, unit, GLYPHS)).toBe(text);
  });

  it('writes microseconds in ASCII where it has to', () => {
    expect(formatFigure(1500, 'ns', glyphsFor(false))).toBe('1.50 us');
  });

  it('gives small ratios the digits that they need', () => {
    expect([0.93, 0.0213, 12.34, 1].map((ratio) => formatRatio(ratio, GLYPHS))).toEqual([
      '0.93×',
      '0.021×',
      '12.3×',
      '1.00×',
    ]);
  });

  it('shows shares and times as they are read', () => {
    expect([0, 0.003, 0.05, 0.64].map(formatPercent)).toEqual(['0 %', '0.3 %', '5 %', '64 %']);
    expect([0.44, 7.44, 8, 31, 240].map(formatSeconds)).toEqual(['0.4 s', '7.4 s', '8 s', '31 s', '4 min']);
  });
});
