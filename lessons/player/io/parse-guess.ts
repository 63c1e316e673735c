import type { ProbeUnit } from '../../../grader/domain/probe.ts';

/** In the figure's unit; what is written without a unit is in it already. */
const FACTORS: Readonly<Record<ProbeUnit, Readonly<Record<string, number>>>> = {
  ns: { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9 },
  'GB/s': { 'gb/s': 1, 'mb/s': 1e-3, gb: 1, mb: 1e-3 },
  '%': { '%': 1 },
};

/** `120`, `1.2 us`, `1,500 ns`, `3e4`: a number above zero in `unit`; null where it is none. */
export function parseGuess(text: string, unit: ProbeUnit): number | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/(?<=\d),(?=\d{3}(?:\D|$))/gu, '');
  const { number, suffix } = /^(?<number>\d*[.,]?\d+(?:e[+-]?\d+)?)\s*(?<suffix>[^\d\s]*)$/u.exec(plain)?.groups ?? {};
  if (number === undefined) return null;
  const factor = suffix ? FACTORS[unit][suffix] : 1;
  const value = Number(number.replace(',', '.')) * (factor ?? Number.NaN);
  return Number.isFinite(value) && value > 0 ? value : null;
}
