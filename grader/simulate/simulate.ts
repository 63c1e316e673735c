import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { runCheck, type CheckRun } from '../check/check.ts';
import { Bug, UserError } from '../domain/errors.ts';
import type { Paths } from '../domain/paths.ts';
import type { LineCounts, SimulationReport, SimulationRequest } from '../domain/simulation-report.ts';
import { buildScenario, findCompiler } from '../toolchain/toolchain.ts';

export interface SimulationContext {
  readonly paths: Paths;
  readonly signal: AbortSignal;
}

/** Of a whole exploration: a scenario that needs longer is too large to be explored. */
const SECONDS = 120;

/**
 * Runs one file of the learner's on the simulated machine (native/simulator). Whatever its code does is a report; a
 * machine that cannot run it at all is a `UserError`.
 */
export async function simulate(request: SimulationRequest, context: SimulationContext): Promise<SimulationReport> {
  const started = performance.now();
  const { file, memory, schedules, replay } = request;
  const compiler = await findCompiler(context.signal);
  const built = await buildScenario({ compiler, file, ...context });
  const seconds = (): number => (performance.now() - started) / 1000;
  const nothing = { runs: 0, all: false, moments: [], replay: null, lines: null };
  if (built.kind === 'failed') {
    const told = { schema: 1, file, memory, outcome: 'build-failed', conclusion: built.text } as const;
    return { ...nothing, ...told, seconds: seconds() };
  }
  const run = await runCheck({
    program: built.program,
    dut: null,
    profile: 'simulated',
    code: (name, line) => lineOf(file, name, line),
    seconds: SECONDS,
    env: {
      LAB_SIMULATE_SCHEDULES: String(schedules),
      LAB_SIMULATE_MEMORY: memory,
      ...(replay === null ? {} : { LAB_SIMULATE_REPLAY: replay }),
    },
    signal: context.signal,
    onEvent: () => {},
  });
  if (run.machineFault !== null) throw new UserError('cannot-simulate', run.machineFault, 'lab doctor');
  return { ...reportOf(run), schema: 1, file, memory, seconds: seconds() };
}

function reportOf(run: CheckRun): Omit<SimulationReport, 'schema' | 'file' | 'memory' | 'seconds'> {
  const result = run.results.find(({ status }) => status === 'failed') ?? run.results[0];
  if (!result) throw new Bug('the simulated program has run no step');
  const count = (name: string): number => run.counts.find((one) => one.name === name)?.value ?? 0;
  const lines: LineCounts = {
    accesses: count('accesses'),
    transfers: count('transfers'),
    upgrades: count('upgrades'),
    invalidations: count('invalidations'),
  };
  const wrong = result.status === 'failed';
  return {
    outcome: wrong ? 'went-wrong' : 'nothing-found',
    runs: count('runs'),
    all: count('all') !== 0,
    conclusion: wrong ? (result.story.at(-1) ?? '') : '',
    moments: result.moments,
    replay: run.advice.find(({ topic }) => topic === 'replay')?.text ?? null,
    lines: lines.accesses === 0 ? null : lines,
  };
}

/** A line of the file itself, or of a header beside it; empty for anything else that debug information may name. */
function lineOf(file: string, name: string, line: number): string {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/u.test(name)) return '';
  const path = name === basename(file) ? file : `${dirname(file)}/${name}`;
  try {
    return (readFileSync(path, 'utf8').split('\n')[line - 1] ?? '').trim();
  } catch {
    return '';
  }
}
