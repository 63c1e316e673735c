import { describe, expect, it } from 'vitest';
import { parseGuess } from './parse-guess.ts';

describe('a guess', () => {
  it.each([
    ['120', 'ns', 120],
    [' 1.2 us', 'ns', 1200],
    ['1,2us', 'ns', 1200],
    ['3 µs', 'ns', 3000],
    ['1,500 ns', 'ns', 1500],
    ['2ms', 'ns', 2e6],
    ['1 S', 'ns', 1e9],
    ['.5', 'ns', 0.5],
    ['3e4', 'ns', 30_000],
    ['800 MB/s', 'GB/s', 0.8],
    ['12', 'GB/s', 12],
    ['0.5 %', '%', 0.5],
  ] as const)('%s in %s is %d', (text, unit, value) => {
    expect(parseGuess(text, unit)).toBeCloseTo(value, 9);
  });

  it.each(['', 'many', '0', '-3', '12 apples', '1 GB/s', '1..2', 'ns', '1e999'])('%j is none', (text) => {
    expect(parseGuess(text, 'ns')).toBeNull();
  });
});
