import type { BenchResult } from '../domain/bench-result.ts';
import { spreadOf } from './spread.ts';
import { simulateLossSession, STALLING_MACHINES } from './simulation/loss.ts';
import { NOISE_MODELS, type NoiseModel } from './simulation/machine.ts';
import { Random } from './simulation/random.ts';
import { LINE, simulateSession } from './simulation/session.ts';
import { compareWithStored, type StoredRuns } from './simulation/stored.ts';
import type { Cell, LossCell, Rule, SelfTest, VerdictsData } from './verdicts-data.ts';
import { verdictTables } from './verdicts-tables.ts';

/** Sessions for each noise and ratio: no wrong verdict in 500 means at most 0.6 % (95 %, measurement.md 3.1). */
const SESSIONS = 500;
/** True goodness over the line. */
export const RATIOS = [0.8, 0.85, 0.9, 0.95, 1, 1.05, 1.1, 1.15, 1.25] as const;

export interface VerdictsOptions {
  /** Sessions for each noise and ratio. */
  readonly repetitions?: number;
  readonly seed: number;
  readonly onProgress: (line: string) => void;
  /** Names of noise models; all when absent. */
  readonly noises?: readonly string[];
  readonly ratios?: readonly number[];
}

/** How often the shipped judge errs, on simulated machines whose truth is known (measurement.md 3.1). */
export function benchVerdicts(options: VerdictsOptions): BenchResult & { readonly data: VerdictsData } {
  const { seed, onProgress, noises, ratios = RATIOS, repetitions: sessions = SESSIONS } = options;
  const cells: Cell[] = [];
  const selfTests: SelfTest[] = [];
  for (const [number, model] of NOISE_MODELS.entries()) {
    if (noises && !noises.includes(model.name)) continue;
    onProgress(`${model.name}: ${String(sessions)} sessions at each of ${String(ratios.length)} ratios`);
    const random = (...part: readonly number[]): Random => new Random(seed, number, ...part);
    for (const [at, ratio] of ratios.entries()) {
      cells.push(judgedCell(model, ratio, sessions, (session) => random(at + 1, session)));
    }
    const stored = Array.from({ length: sessions }, (_, session) => compareWithStored(model, random(100, session)));
    cells.push(...ratios.flatMap((ratio) => storedCells(model, ratio, stored)));
    selfTests.push(selfTest(model, sessions, (session) => random(0, session)));
  }
  onProgress(`loss: ${String(sessions)} sessions at each of ${String(ratios.length)} capacities`);
  const data = { sessions, seed, cells, selfTests, loss: lossCells(ratios, sessions, seed) };
  return {
    name: 'verdicts',
    command: `lab bench verdicts --repetitions ${String(sessions)} --seed ${String(seed)}`,
    ...verdictTables(data),
    data,
  };
}

function lossCells(ratios: readonly number[], sessions: number, seed: number): LossCell[] {
  return STALLING_MACHINES.flatMap((machine, number) =>
    ratios.map((ratio, at): LossCell => {
      const ended = Array.from({ length: sessions }, (_, session) =>
        simulateLossSession(machine, ratio, new Random(seed, 200 + number, at, session)),
      );
      const count = (kind: string): number => ended.filter(({ judgement }) => judgement.kind === kind).length;
      return {
        ...{ machine: machine.name, ratio, sessions },
        ...{ passed: count('passed'), failed: count('too-slow'), inconclusive: count('inconclusive') },
        meanSeconds: ended.reduce((sum, { seconds }) => sum + seconds, 0) / sessions,
      };
    }),
  );
}

function judgedCell(model: NoiseModel, ratio: number, sessions: number, random: (session: number) => Random): Cell {
  const ends = { passed: 0, 'too-slow': 0, inconclusive: 0, continue: 0 };
  const seconds = Array.from({ length: sessions }, (_, session) => {
    const simulated = simulateSession(model, ratio * LINE, random(session));
    ends[simulated.judgement.kind] += 1;
    return simulated.seconds;
  });
  return {
    rule: 'lab',
    noise: model.name,
    ratio,
    sessions,
    passed: ends.passed,
    failed: ends['too-slow'],
    inconclusive: ends.inconclusive,
    meanSeconds: seconds.reduce((sum, value) => sum + value, 0) / sessions,
    medianSeconds: spreadOf(seconds).median,
  };
}

/** The same runs serve every ratio: a program that is twice as fast is twice as fast at every moment. */
function storedCells(model: NoiseModel, ratio: number, stored: readonly StoredRuns[]): Cell[] {
  const cell = (rule: Rule, seconds: number, measured: (runs: StoredRuns) => number): Cell => {
    const passed = stored.filter((runs) => ratio * measured(runs) >= 1).length;
    const failed = stored.length - passed;
    const common = { noise: model.name, ratio, sessions: stored.length, inconclusive: 0 };
    return { rule, ...common, passed, failed, meanSeconds: seconds, medianSeconds: seconds };
  };
  return [
    cell('single run, stored threshold', 1, ({ single }) => single),
    cell('best of 5, stored threshold', 5, ({ bestOf5 }) => bestOf5),
  ];
}

function selfTest(model: NoiseModel, sessions: number, random: (session: number) => Random): SelfTest {
  const ended = Array.from({ length: sessions }, (_, session) => simulateSession(model, 1, random(session)));
  const ratios = ended.flatMap(({ judgement }) => judgement.metrics[0]?.ratio ?? []);
  return {
    noise: model.name,
    sessions,
    passed: ended.filter(({ judgement }) => judgement.kind === 'passed').length,
    failed: ended.filter(({ judgement }) => judgement.kind === 'too-slow').length,
    medianRatio: spreadOf(ratios.map((ratio) => ratio.median)).median,
    covered: ratios.filter(({ low, high }) => low <= 1 && high >= 1).length,
    medianSeconds: spreadOf(ended.map(({ seconds }) => seconds)).median,
  };
}
