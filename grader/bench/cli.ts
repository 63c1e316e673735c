import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { BenchResult } from '../domain/bench-result.ts';
import { Bug } from '../domain/errors.ts';
import { run } from '../process/process.ts';
import type { BenchOptions } from './bench.ts';
import { formatSpread, spreadOf } from './spread.ts';

const REPETITIONS = 15;
/** Aim of the foundation's issue: `lab list` costs at most this many times an empty `node -e 0`. */
const AIM = 2.5;

/** Times commands that do little beside an empty `node`, in turn, so that a drifting machine cancels out. */
export async function benchCli(options: BenchOptions): Promise<BenchResult> {
  const { root } = options.context.paths;
  const repetitions = options.repetitions ?? REPETITIONS;
  const lab = join(root, 'bin/lab');
  const commands: readonly (readonly [string, readonly string[]])[] = [
    ['node -e 0', [process.execPath, '-e', '0']],
    ['lab --version', [lab, '--version']],
    ['lab list', [lab, 'list']],
    ['lab hint ring/spsc', [lab, 'hint', 'ring/spsc', '--level', '1']],
    // util-linux's script(1) gives it a terminal; q is there before it asks, so what is timed ends with its first screen.
    ['lab start on a terminal, to its first screen', ['script', '-qec', `${lab} start`, '/dev/null']],
  ];
  const times = new Map<string, number[]>(commands.map(([name]) => [name, []]));
  for (let turn = -1; turn < repetitions; turn += 1) {
    options.onProgress(`round ${String(Math.max(turn + 1, 0))} of ${String(repetitions)}`);
    for (const [name, argv] of commands) {
      // eslint-disable-next-line no-await-in-loop -- timed one after the other
      const milliseconds = await timeOnce(argv, options);
      if (turn >= 0) times.get(name)?.push(milliseconds);
    }
  }
  return report(times, repetitions);
}

async function timeOnce(argv: readonly string[], { context }: BenchOptions): Promise<number> {
  const began = performance.now();
  const end = await run({
    argv,
    stdin: 'q',
    seconds: 30,
    signal: context.signal,
    // The ledger's folder is somebody's: benchmarks do not touch it.
    env: {
      ...process.env,
      TERM: 'xterm-256color',
      CI: '',
      LAB_WORK: join(context.paths.cache, 'bench-work'),
    },
  });
  const took = performance.now() - began;
  if (end.ending.kind !== 'exited' || end.ending.code !== 0) {
    throw new Bug(`${argv.join(' ')} failed: ${end.stderr || end.stdout}`);
  }
  return took;
}

function report(times: ReadonlyMap<string, readonly number[]>, repetitions: number): BenchResult {
  const empty = times.get('node -e 0') ?? [];
  const rows = [...times].map(([name, values]) => ({
    command: name,
    ms: spreadOf(values),
    ratio: spreadOf(values.map((value, turn) => value / (empty[turn] ?? Number.NaN))),
  }));
  return {
    name: 'cli',
    command: `lab bench cli --repetitions ${String(repetitions)}`,
    tables: [
      {
        title: 'Whole commands, wall time',
        columns: ['command', 'ms: median (min to max)', 'times an empty node, round by round'],
        rows: rows.map(({ command, ms, ratio }) => [command, formatSpread(ms, 0), formatSpread(ratio)]),
      },
    ],
    notes: [
      `${String(repetitions)} rounds after a warm-up, the commands in turn. Aim: lab list at most ${String(AIM)}.`,
    ],
    data: rows,
  };
}
