import { describe, expect, it } from 'vitest';
import { STALLING_MACHINES } from './simulation/loss.ts';
import { NOISE_MODELS } from './simulation/machine.ts';
import { RULES, type Cell, type VerdictsData } from './verdicts-data.ts';
import { benchVerdicts } from './verdicts.ts';

const SESSIONS = 40;
const SEED = 20_260_101;

function bench(options: {
  readonly repetitions: number;
  readonly seed: number;
  readonly noises?: string[];
}): VerdictsData {
  return benchVerdicts({ ratios: [0.8, 0.85, 1, 1.15, 1.25], onProgress: () => {}, ...options }).data;
}

function wrongVerdicts(cells: readonly Cell[]): number {
  return cells.reduce((sum, { ratio, passed, failed }) => {
    if (ratio === 1) return sum;
    return sum + (ratio < 1 ? passed : failed);
  }, 0);
}

describe('the shipped judge on simulated machines', () => {
  const data = bench({ repetitions: SESSIONS, seed: SEED });
  const judged = data.cells.filter(({ rule }) => rule === 'lab');

  it('was tried on all eight kinds of noise', () => {
    expect(NOISE_MODELS.map(({ name }) => name)).toEqual([
      'quiet',
      'lognormal',
      'steal',
      'drift',
      'bimodal',
      'layout',
      'asym',
      'all',
    ]);
    expect(judged).toHaveLength(NOISE_MODELS.length * 5);
    for (const { passed, failed, inconclusive } of data.cells) expect(passed + failed + inconclusive).toBe(SESSIONS);
  });

  it('gives no wrong verdict 15 % away from the line, and nearly always one', () => {
    expect(wrongVerdicts(judged)).toBe(0);
    const undecided = judged.filter(({ ratio, inconclusive }) => ratio !== 1 && inconclusive > 1);
    expect(undecided).toEqual([]);
  });

  it('gives no wrong verdict on loss, and one wherever the machine stalls less than every trial', () => {
    const clear = data.loss.filter(({ ratio }) => ratio !== 1);
    expect(clear.length).toBe(STALLING_MACHINES.length * 4);
    expect(clear.filter(({ ratio, passed, failed }) => (ratio < 1 ? passed : failed) > 0)).toEqual([]);
    const quiet = clear.filter(({ machine }) => machine === 'tuned' || machine === 'mild');
    expect(quiet.filter(({ inconclusive }) => inconclusive > 1)).toEqual([]);
    const hopeless = data.loss.filter(({ machine }) => machine === 'hopeless');
    expect(hopeless.every(({ inconclusive }) => inconclusive === SESSIONS)).toBe(true);
  });

  it('says on the line itself that it cannot tell', () => {
    const onTheLine = judged.filter(({ ratio }) => ratio === 1).map(({ inconclusive }) => inconclusive);
    expect(Math.min(...onTheLine)).toBeGreaterThanOrEqual(SESSIONS - 2);
  });

  it('takes a few seconds, also on the worst of these machines', () => {
    for (const { ratio, medianSeconds } of judged) {
      expect(medianSeconds).toBeGreaterThan(1);
      expect(medianSeconds).toBeLessThan(ratio === 1 ? 10 : 5);
    }
  });

  it('finds the reference as fast as itself', () => {
    for (const { passed, failed, medianRatio } of data.selfTests) {
      expect([passed, failed]).toEqual([SESSIONS, 0]);
      expect(Math.abs(medianRatio - 1)).toBeLessThan(0.01);
    }
  });

  it('is tried where simpler rules are wrong again and again: the machines are not too kind', () => {
    const stored = data.cells.filter(({ rule }) => rule !== 'lab');
    for (const noise of ['steal', 'bimodal', 'all']) {
      expect(wrongVerdicts(stored.filter((cell) => cell.noise === noise))).toBeGreaterThan(SESSIONS / 10);
    }
    expect(wrongVerdicts(stored.filter((cell) => cell.noise === 'quiet'))).toBe(0);
  });
});

describe('the benchmark', () => {
  it('gives the same table for the same seed, and another one for another', () => {
    const options = { repetitions: 5, noises: ['all'] };
    expect(bench({ ...options, seed: 1 })).toEqual(bench({ ...options, seed: 1 }));
    expect(bench({ ...options, seed: 1 }).cells).not.toEqual(bench({ ...options, seed: 2 }).cells);
  });

  it('shows every rule, and names the command that shows it again', () => {
    const { tables, command } = benchVerdicts({
      repetitions: 2,
      seed: 3,
      noises: ['quiet'],
      ratios: [0.8, 1],
      onProgress: () => {},
    });
    expect(command).toBe('lab bench verdicts --repetitions 2 --seed 3');
    expect(tables).toHaveLength(RULES.length + 4);
    for (const { columns, rows } of tables) for (const row of rows) expect(row).toHaveLength(columns.length);
  });
});
