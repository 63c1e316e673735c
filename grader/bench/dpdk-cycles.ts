import { join } from 'node:path';
import type { BenchTable } from '../domain/bench-result.ts';
import { Bug, Cancelled } from '../domain/errors.ts';
import type { Exercise } from '../domain/exercise.ts';
import { runCheck } from '../check/check.ts';
import { run } from '../process/process.ts';
import { build, findCompiler } from '../toolchain/toolchain.ts';
import type { BenchOptions } from './bench.ts';
import { formatSpread, spreadOf } from './spread.ts';

/** Start of EAL, and 1.8 s of forwarding (`check/cycles.cc`). */
const LIMIT_SECONDS = 20;
/** testpmd stops when it is interrupted: its start takes half a second of these. */
const TESTPMD_SECONDS = '3';
const SAID = /CPU cycles\/packet=(?<cycles>[\d.]+)/u;

export interface CyclesRequest {
  readonly exercise: Exercise;
  /** Null where it is not installed. */
  readonly testpmd: string | null;
  readonly modes: readonly string[];
  readonly repetitions: number;
  readonly cpu: number;
}

/**
 * Cycles per frame between two ports of `net_null`, which bring frames at once and take everything: what a forwarder
 * costs by itself. Over any other device the generator is the slower of the two on a machine with two CPUs.
 */
export async function cyclesTable(request: CyclesRequest, options: BenchOptions): Promise<BenchTable> {
  const { exercise, testpmd, modes, repetitions, cpu } = request;
  const program = await buildCycles(exercise, options);
  const turns = [
    { name: exercise.id, measure: async () => await measureOurs(program, exercise, cpu, options) },
    ...(testpmd === null ? [] : modes).map((mode) => ({
      name: `testpmd ${mode}`,
      measure: async () => await measureTheirs(testpmd ?? '', mode, cpu, options),
    })),
  ];
  const figures = new Map<string, number[]>(turns.map(({ name }) => [name, []]));
  for (let turn = 0; turn < repetitions; turn += 1) {
    for (const { name, measure } of turns) {
      options.onProgress(`${name} over net_null: ${String(turn + 1)} of ${String(repetitions)}`);
      // eslint-disable-next-line no-await-in-loop -- measured one after the other
      figures.get(name)?.push(await measure());
    }
  }
  return tableOf(figures, exercise.id);
}

/** Rows of figures by who they are of; the ratio is one of neighbours in time. */
export function tableOf(figures: ReadonlyMap<string, readonly number[]>, mine: string): BenchTable {
  const ours = figures.get(mine) ?? [];
  return {
    title: 'TSC cycles per frame between two ports of net_null: median (min to max); lower is better',
    columns: ['forwarder', 'cycles', 'it / ours'],
    rows: [...figures].map(([name, cycles]) => [
      name,
      formatSpread(spreadOf(cycles), 0),
      formatSpread(spreadOf(cycles.map((value, turn) => value / (ours[turn] ?? Number.NaN)))),
    ]),
  };
}

async function buildCycles(exercise: Exercise, { context }: BenchOptions): Promise<string> {
  const built = await build({
    compiler: await findCompiler(context.signal),
    exercise,
    submission: join(exercise.solutions, 'reference'),
    source: 'check/cycles.cc',
    kind: 'check',
    profile: 'optimized',
    paths: context.paths,
    signal: context.signal,
  });
  if (built.kind === 'failed') throw new Bug(`check/cycles.cc does not compile:\n${built.text}`);
  return built.program;
}

async function measureOurs(
  program: string,
  exercise: Exercise,
  cpu: number,
  { context }: BenchOptions,
): Promise<number> {
  const { results, counts } = await runCheck({
    program,
    profile: 'optimized',
    packages: exercise.packages,
    code: () => '',
    seconds: LIMIT_SECONDS,
    env: { LAB_CPU: String(cpu) },
    signal: context.signal,
    onEvent: () => {},
  });
  const [count] = counts;
  if (!count) throw new Bug(`check/cycles.cc counted nothing: ${results.flatMap(({ story }) => story).join(' ')}`);
  return count.value;
}

async function measureTheirs(testpmd: string, mode: string, cpu: number, { context }: BenchOptions): Promise<number> {
  const argv = [
    ...['timeout', '--signal=INT', TESTPMD_SECONDS, testpmd, `--lcores=0@${String(cpu)},1@${String(cpu)}`],
    ...['--no-huge', '-m', '128', '--no-pci', '--no-shconf', '--no-telemetry', '--file-prefix=lab-testpmd'],
    ...['--log-level=error', '--vdev=net_null0', '--vdev=net_null1', '--'],
    ...['--nb-cores=1', `--forward-mode=${mode}`, '--auto-start', '--total-num-mbufs=8192'],
    ...['--record-core-cycles', '--stats-period=60'],
  ];
  const { ending, stdout, stderr } = await run({ argv, seconds: LIMIT_SECONDS, signal: context.signal });
  if (ending.kind === 'cancelled') throw new Cancelled();
  const cycles = SAID.exec(stdout)?.groups?.['cycles'];
  if (cycles === undefined) throw new Bug(`testpmd ${mode} said nothing of cycles: ${stderr.trim()}`);
  return Number(cycles);
}
