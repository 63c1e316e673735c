import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { BenchResult } from '../domain/bench-result.ts';
import { UserError } from '../domain/errors.ts';
import type { Exercise, Metric } from '../domain/exercise.ts';
import type { MetricResult } from '../domain/receipt.ts';
import { ROUNDS_SCHEMA, type JudgedMetric, type Rounds } from '../domain/rounds.ts';
import { judge } from '../judge/judge.ts';
import { planCpus } from '../machine/machine.ts';
import { openTrial } from '../measure/measure.ts';
import { openTestbed } from '../testbed/testbed.ts';
import { build, findCompiler, type Compiler } from '../toolchain/toolchain.ts';
import type { BenchOptions } from './bench.ts';

/** Blocks per peer: with nine the interval around the median ratio is one at 99 % (measurement.md 2.0). */
const BLOCKS = 11;
const EXERCISE = 'ring/spsc';
const CAPACITIES = [256, 1024, 65_536] as const;
const SIZES = [8, 64, 256] as const;

/** Rings that others have published, as Debian packages them. */
const PEERS = [
  { name: 'boost', title: 'boost::lockfree::spsc_queue', package: 'libboost-dev', flags: [], libraries: [] },
  {
    name: 'moodycamel',
    title: 'moodycamel::ReaderWriterQueue',
    package: 'libreaderwriterqueue-dev',
    flags: [],
    libraries: [],
  },
  {
    name: 'dpdk',
    title: 'rte_ring',
    package: 'libdpdk-dev',
    // DPDK's headers count with `volatile` in a way that C++20 deprecates.
    flags: ['-I/usr/include/dpdk', `-I/usr/include/${archFolder()}/dpdk`, '-Wno-volatile'],
    libraries: ['-lrte_ring'],
  },
] as const;
type Peer = (typeof PEERS)[number];

/** One ratio of the table: our reference over a peer, goodness (higher is better for us) with its interval. */
interface CellResult {
  readonly capacity: number;
  readonly size: number;
  readonly kind: 'throughput' | 'round-trip';
  readonly peer: string;
  readonly result: MetricResult;
}

/**
 * Measures the reference ring beside published ones in our own driver: same threads, same CPUs, fresh processes,
 * slices interleaved in random order. What is not installed is left out, and said.
 */
export async function benchRing(options: BenchOptions): Promise<BenchResult> {
  const exercise = options.exercises.find((one) => one.id === EXERCISE);
  if (!exercise) throw new UserError('unknown-exercise', `${EXERCISE} is not here`, 'git status exercises/');
  const compiler = await findCompiler(options.context.signal);
  const reference = await buildSweep('reference', [], [], exercise, compiler, options);
  if (reference === null) throw new Error('the reference does not compile');
  const blocks = options.repetitions ?? BLOCKS;
  const cells: CellResult[] = [];
  const notes: string[] = [];
  for (const peer of PEERS) {
    options.onProgress(`${peer.title}: compiling`);
    // eslint-disable-next-line no-await-in-loop -- measured one after the other
    const program = await buildSweep(`peers/${peer.name}`, peer.flags, peer.libraries, exercise, compiler, options);
    if (program === null) {
      notes.push(`${peer.title} is left out: it does not compile here. apt-get install ${peer.package}`);
      continue;
    }
    // eslint-disable-next-line no-await-in-loop -- measured one after the other
    cells.push(...(await comparePeer(peer, reference, program, blocks, exercise, options)));
  }
  return report(cells, notes, blocks);
}

async function buildSweep(
  solution: string,
  flags: readonly string[],
  libraries: readonly string[],
  exercise: Exercise,
  compiler: Compiler,
  { context }: BenchOptions,
): Promise<string | null> {
  const built = await build({
    compiler,
    exercise,
    submission: join(exercise.solutions, solution),
    source: 'check/sweep.cc',
    kind: 'arm',
    profile: 'optimized',
    flags,
    libraries,
    paths: context.paths,
    signal: context.signal,
  });
  return built.kind === 'built' ? built.program : null;
}

async function comparePeer(
  peer: Peer,
  reference: string,
  program: string,
  blocks: number,
  exercise: Exercise,
  { context, onProgress }: BenchOptions,
): Promise<CellResult[]> {
  const plan = planCpus(2);
  if (plan.kind === 'refused') throw new UserError('no-two-cores', plan.why, plan.fix);
  // In the judge's words the reference is the learner here, and the peer is what it is held against.
  const programs = { learner: reference, reference: program, naive: program };
  const metrics = sweepMetrics();
  await using testbed = await openTestbed({ exercise, programs, cpus: plan.cpus });
  const seed = randomBytes(8).toString('hex');
  using trial = openTrial({ testbed, metrics, seed, firstIndex: 0, signal: context.signal });
  const rounds = emptyRounds(metrics, seed);
  const names = metrics.map((metric) => metric.name);
  for (let index = 0; index < blocks; index += 1) {
    onProgress(`${peer.title}: block ${String(index + 1)} of ${String(blocks)}`);
    // eslint-disable-next-line no-await-in-loop -- blocks are sequential by nature
    const outcome = await trial.nextBlock({ metrics: names, control: false });
    if (outcome.kind === 'fault')
      throw new Error(`${outcome.fault.role}: ${outcome.fault.kind}: ${outcome.fault.detail}`);
    rounds.blocks.push(outcome.block);
  }
  const { metrics: results } = judge(rounds, {
    seconds: 0,
    atLineSeconds: Number.POSITIVE_INFINITY,
    capSeconds: Number.POSITIVE_INFINITY,
  });
  return CELLS.map((cell, index) => {
    const result = results[index];
    if (!result) throw new Error(`no result for cell ${String(index)}`);
    return { ...cell, peer: peer.name, result };
  });
}

/** The arm's workloads in their order (`check/sweep.cc`). */
const CELLS = CAPACITIES.flatMap((capacity) =>
  SIZES.flatMap((size) => [
    { capacity, size, kind: 'throughput' as const },
    { capacity, size, kind: 'round-trip' as const },
  ]),
);

function sweepMetrics(): Metric[] {
  return CELLS.map(({ capacity, size, kind }, workload) => ({
    name: `${kind} ${String(capacity)}x${String(size)}`,
    title: { en: kind, ko: kind },
    workload,
    unit: kind === 'throughput' ? 'items/s' : 'ns',
    clock: 'wall',
    line: 1,
    naive: 1,
    deadBand: 0,
    distribution: false,
  }));
}

function emptyRounds(metrics: readonly Metric[], seed: string): Rounds {
  return {
    schema: ROUNDS_SCHEMA,
    exercise: EXERCISE,
    seed,
    alphaPass: 0.01,
    alphaFail: 0.01,
    metrics: metrics.map(({ name, unit, clock, line, naive, deadBand }): JudgedMetric => ({
      name,
      unit,
      clock,
      line,
      naive,
      deadBand,
    })),
    blocks: [],
  };
}

function report(cells: readonly CellResult[], notes: readonly string[], blocks: number): BenchResult {
  const table = (kind: CellResult['kind'], title: string): BenchResult['tables'][number] => ({
    title,
    columns: ['capacity', 'bytes', 'beside', 'reference', 'peer', 'ratio', 'interval'],
    rows: cells.filter((cell) => cell.kind === kind).map(row),
  });
  return {
    name: 'ring',
    command: `lab bench ring --repetitions ${String(blocks)}`,
    tables: [
      table('throughput', 'Throughput, million items per second; ratio reference/peer, higher is better'),
      table('round-trip', 'Round trip over two rings, ns; ratio peer/reference, higher is better'),
    ],
    notes: [
      ...notes,
      `Beside: ${PEERS.map(({ name, title }) => `${name} is ${title}`).join(', ')}.`,
      `${String(blocks)} blocks per peer, fresh processes in each, slices of 10 ms interleaved.`,
    ],
    data: cells,
  };
}

function row({ capacity, size, kind, peer, result }: CellResult): string[] {
  const figure = (value: number | null): string => {
    if (value === null) return '-';
    return kind === 'throughput' ? (value / 1e6).toFixed(1) : value.toFixed(0);
  };
  const { ratio } = result;
  return [
    String(capacity),
    String(size),
    peer,
    figure(result.yours),
    figure(result.reference),
    ratio ? ratio.median.toFixed(2) : '-',
    ratio ? `${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)}` : '-',
  ];
}

/** Debian keeps headers that depend on the architecture in a folder of its GNU name. */
function archFolder(): string {
  return process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
}
