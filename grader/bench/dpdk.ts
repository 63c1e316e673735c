import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { BenchResult, BenchTable } from '../domain/bench-result.ts';
import { armOf, type Exercise } from '../domain/exercise.ts';
import { Bug, UserError } from '../domain/errors.ts';
import { measureLock, planCpus, probe } from '../machine/machine.ts';
import { run } from '../process/process.ts';
import { openTestbed } from '../testbed/testbed.ts';
import { build, findCompiler } from '../toolchain/toolchain.ts';
import type { BenchOptions } from './bench.ts';
import { cyclesTable } from './dpdk-cycles.ts';
import { formatSpread, spreadOf } from './spread.ts';

const EXERCISE = 'dpdk/forwarder';
const TESTPMD = '/usr/bin/dpdk-testpmd';
const REPETITIONS = 5;
/** Warm-up, full load, lone frames, and at worst eleven steps of the search for a rate without loss. */
const SECONDS = 60;
/** Tries of one run: a machine that takes a CPU away for seconds loses frames that no program has lost. */
const TRIES = 3;

const measured = z.object({ rate: z.number(), lossFreeRate: z.number(), p50Ns: z.number(), p99Ns: z.number() });
type Measured = z.infer<typeof measured>;

/** What testpmd does with addresses, and what the generator expects then. */
const MODES = [
  ['mac', []],
  ['io', ['--leave']],
  ['macswap', ['--reflect']],
] as const;

/** What runs between the generator's ports, and what it does with addresses. */
interface Contender {
  readonly name: string;
  readonly options: readonly string[];
  readonly command: readonly string[];
}

/** Our forwarder beside DPDK's own testpmd: same devices, same generator, fresh processes in turn. */
export async function benchDpdk(options: BenchOptions): Promise<BenchResult> {
  const { context, onProgress } = options;
  const found = await probe('dpdk', context);
  if (!found.ok) throw new UserError('no-dpdk', found.why, found.fix);
  const plan = planCpus(2);
  if (plan.kind === 'refused') throw new UserError('no-two-cores', plan.why, plan.fix);
  const program = await buildReference(options);
  const exercise = forwarder(options);
  const programs = { learner: program, reference: program, naive: program };
  await using testbed = await openTestbed({ exercise, programs, cpus: plan.cpus });
  const argv = testbed.argv.reference;
  const border = argv.indexOf('--', argv.indexOf('drive')) + 1;
  const generator = argv.slice(0, border).map((word) => (word === 'drive' ? 'measure' : word));
  const contenders = [
    { name: EXERCISE, options: [], command: argv.slice(border) },
    ...(existsSync(TESTPMD) ? testpmds(generator, plan.cpus[1] ?? 0) : []),
  ];
  await using _lock = await measureLock(`lab bench dpdk (process ${String(process.pid)})`, {
    signal: context.signal,
    onWait: (holder) => {
      onProgress(`waiting for ${holder}`);
    },
  });
  const results = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]));
  const repetitions = options.repetitions ?? REPETITIONS;
  for (let turn = 0; turn < repetitions; turn += 1) {
    for (const contender of contenders) {
      onProgress(`${contender.name}: ${String(turn + 1)} of ${String(repetitions)}`);
      // eslint-disable-next-line no-await-in-loop -- measured one after the other
      results.get(contender.name)?.push(await measureOnce(generator, contender, context.signal));
    }
  }
  const modes = MODES.map(([mode]) => mode);
  const cycles = await cyclesTable(
    { exercise, testpmd: existsSync(TESTPMD) ? TESTPMD : null, modes, repetitions, cpu: plan.cpus[1] ?? 0 },
    options,
  );
  return report(results, cycles, repetitions);
}

function forwarder({ exercises }: BenchOptions): Exercise {
  const exercise = exercises.find(({ id }) => id === EXERCISE);
  if (!exercise) throw new Bug(`there is no exercise ${EXERCISE}`);
  return exercise;
}

async function buildReference(options: BenchOptions): Promise<string> {
  const exercise = forwarder(options);
  const { paths, signal } = options.context;
  const built = await build({
    compiler: await findCompiler(signal),
    exercise,
    submission: join(exercise.solutions, 'reference'),
    source: armOf(exercise),
    kind: 'dut',
    profile: 'optimized',
    paths,
    signal,
  });
  if (built.kind === 'failed') throw new Bug(`the reference does not compile:\n${built.text}`);
  return built.program;
}

/** testpmd over the same sockets: leaving addresses alone, rewriting them as ours does, and exchanging them. */
function testpmds(generator: readonly string[], cpu: number): Contender[] {
  const devices = generator.flatMap((word, index) => (generator[index - 1] === '--device' ? [word] : []));
  const at = `--lcores=0@${String(cpu)},1@${String(cpu)}`;
  const eal = [at, '--no-huge', '-m', '128', '--no-pci', '--no-shconf', '--no-telemetry', '--file-prefix=lab-testpmd'];
  const ports = devices.map(
    (device, port) => `--vdev=${device.replace('role=server', 'role=client')},mac=${mac(0, port)}`,
  );
  const peers = devices.map((_, port) => `--eth-peer=${String(port)},${mac(1, port)}`);
  return MODES.map(([mode, service]) => ({
    name: `testpmd ${mode}`,
    options: service,
    command: [
      ...[TESTPMD, ...eal, '--log-level=error', ...ports, '--'],
      ...[
        '--nb-cores=1',
        `--forward-mode=${mode}`,
        '--auto-start',
        '--total-num-mbufs=8192',
        '--stats-period=60',
        ...peers,
      ],
    ],
  }));
}

/** Addresses of the DUT's ports (0) and of the generator behind them (1), as `native/trafficgen/drive.cc` has them. */
function mac(side: number, port: number): string {
  return `02:6c:61:62:0${String(side)}:0${String(port)}`;
}

async function measureOnce(
  generator: readonly string[],
  { name, options, command }: Contender,
  signal: AbortSignal,
): Promise<Measured> {
  const argv = [...generator.slice(0, -1), ...options, '--', ...command];
  for (let tries = 1; ; tries += 1) {
    // eslint-disable-next-line no-await-in-loop -- tried again where the machine was away
    const { ending, stdout, stderr } = await run({ argv, seconds: SECONDS, signal });
    if (ending.kind === 'exited' && ending.code === 0) return measured.parse(JSON.parse(stdout));
    if (tries === TRIES) throw new UserError('bench-failed', `${name}: ${stderr.trim()}`, 'Close other programs.');
  }
}

function report(
  results: ReadonlyMap<string, readonly Measured[]>,
  cycles: BenchTable,
  repetitions: number,
): BenchResult {
  const ours = results.get(EXERCISE) ?? [];
  const rows = [...results].map(([name, runs]) => [
    name,
    formatSpread(spreadOf(runs.map(({ rate }) => rate / 1e6))),
    formatSpread(spreadOf(runs.map(({ rate }, turn) => (ours[turn]?.rate ?? Number.NaN) / rate))),
    formatSpread(spreadOf(runs.map(({ lossFreeRate }) => lossFreeRate / 1e6))),
    formatSpread(spreadOf(runs.map(({ p50Ns }) => p50Ns)), 0),
  ]);
  return {
    name: 'dpdk',
    command: `lab bench dpdk --repetitions ${String(repetitions)}`,
    tables: [
      {
        title: 'Frames of 64 bytes over memif, two ports, both ways: median (min to max)',
        columns: ['device under test', 'Mpps', 'ours / it', 'Mpps without loss', 'p50 ns'],
        rows,
      },
      cycles,
    ],
    notes: [
      'The generator and its sink share one CPU: at full load they are slower than any of these. See lab-trafficgen selftest.',
      ...(results.size > 1 ? [] : ['testpmd is left out: apt-get install dpdk']),
    ],
    data: Object.fromEntries(results),
  };
}
