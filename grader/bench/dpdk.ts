import { existsSync } from 'node:fs';
import type { BenchResult } from '../domain/bench-result.ts';
import { Bug, UserError } from '../domain/errors.ts';
import { MEMIF, type TestbedPlan } from '../domain/testbed-plan.ts';
import { checkChosenCpus, findCables, measureLock, openNics, planCpus, probe } from '../machine/machine.ts';
import { run } from '../process/process.ts';
import { openTestbed } from '../testbed/testbed.ts';
import type { BenchOptions } from './bench.ts';
import { cyclesTable } from './dpdk-cycles.ts';
import { dpdkTable, measured, type Measured } from './dpdk-table.ts';
import { buildDut } from './sockets-dut.ts';

const EXERCISE = 'dpdk/forwarder';
const TESTPMD = '/usr/bin/dpdk-testpmd';
const REPETITIONS = 5;
/** Warm-up, full load, lone frames, and at worst eleven steps of the search for a rate without loss. */
const SECONDS = 60;
/** The word of an arm's command that lists the program's ports. */
const DEVICES = 'LAB_DEVICES=';
/** Tries of one run: a machine that takes a CPU away for seconds loses frames that no program has lost. */
const TRIES = 3;

/** What testpmd does with addresses, and what the generator expects then. */
const MODES = [
  ['mac', []],
  ['io', ['--leave']],
  ['macswap', ['--reflect']],
] as const;

/** What runs between the generator's ports, and what it does with addresses. */
interface Contender {
  readonly name: string;
  readonly argv: readonly string[];
}

/** Our forwarder beside DPDK's own testpmd: same devices, same generator, same sandbox, fresh processes in turn. */
export async function benchDpdk(options: BenchOptions): Promise<BenchResult> {
  const { context, onProgress, testbed: plan = MEMIF } = options;
  const cpus = await requirements(options, plan);
  const exercise = options.exercises.find(({ id }) => id === EXERCISE);
  if (!exercise) throw new Bug(`there is no exercise ${EXERCISE}`);
  const reference = await buildDut(exercise, 'reference', options);
  const testpmd = existsSync(TESTPMD) ? TESTPMD : null;
  await using _lock = await measureLock(`lab bench dpdk (process ${String(process.pid)})`, {
    signal: context.signal,
    onWait: (holder) => {
      onProgress(`waiting for ${holder}`);
    },
  });
  const programs = { learner: reference, reference, naive: testpmd ?? reference };
  using nics = plan.device === 'nic' ? openNics(plan) : null;
  await using testbed = await openTestbed({ exercise, programs, cpus, plan, macs: nics?.macs ?? [] });
  const contenders = [
    { name: EXERCISE, argv: measuring(testbed.argv.reference) },
    ...(testpmd === null ? [] : testpmds(measuring(testbed.argv.naive), cpus[1] ?? 0)),
  ];
  const results = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]));
  const repetitions = options.repetitions ?? REPETITIONS;
  for (let turn = 0; turn < repetitions; turn += 1) {
    for (const contender of contenders) {
      onProgress(`${contender.name}: ${String(turn + 1)} of ${String(repetitions)}`);
      // eslint-disable-next-line no-await-in-loop -- measured one after the other
      results.get(contender.name)?.push(await measureOnce(contender, context.signal));
    }
  }
  const modes = MODES.map(([mode]) => mode);
  const cycles = await cyclesTable({ exercise, testpmd, modes, repetitions, cpu: cpus[1] ?? 0 }, options);
  return dpdkTable(results, cycles, { repetitions, device: plan.device });
}

/** The CPUs of generator and program. Throws `UserError` where this machine cannot do it. */
async function requirements({ context }: BenchOptions, plan: TestbedPlan): Promise<readonly number[]> {
  const found = await probe('dpdk', context);
  if (!found.ok) throw new UserError('no-dpdk', found.why, found.fix);
  if (plan.device === 'veth-packet') {
    const cables = await findCables();
    if (!cables.ok) throw new UserError('no-packet-sockets', cables.why, cables.fix);
  }
  if (plan.device === 'veth-xdp' && process.getuid?.() !== 0) {
    throw new UserError(
      'no-root',
      'an AF_XDP socket of DPDK loads an XDP program into the kernel, and only root may',
      'sudo bin/lab bench dpdk --testbed FILE, or "device": "veth-packet", which needs no root',
    );
  }
  const chosen = plan.cpus ? checkChosenCpus([plan.cpus.generator, plan.cpus.program]) : planCpus(2);
  if (chosen.kind === 'refused') throw new UserError('no-two-cores', chosen.why, chosen.fix);
  return chosen.cpus;
}

/** An arm's command, measuring one program by itself instead of taking orders. */
function measuring(argv: readonly string[]): readonly string[] {
  return argv.map((word) => (word === 'drive' ? 'measure' : word));
}

/** testpmd over the same ports: leaving addresses alone, rewriting them as ours does, and exchanging them. */
function testpmds(argv: readonly string[], cpu: number): Contender[] {
  const border = argv.indexOf('--', argv.indexOf('measure'));
  const listed = argv.find((word) => word.startsWith(DEVICES))?.slice(DEVICES.length) ?? '';
  const ports = listed.split(' ');
  const cards = ports.filter((port) => !port.startsWith('net_'));
  const eal = [
    ...[`--lcores=0@${String(cpu)},1@${String(cpu)}`, '--no-huge', '-m', '128', '--no-shconf', '--no-telemetry'],
    ...['--file-prefix=lab-testpmd', '--log-level=error', ...(cards.length === 0 ? ['--no-pci'] : [])],
    ...ports.map((port) => (cards.includes(port) ? `--allow=${port}` : `--vdev=${port}`)),
  ];
  const peers = ports.map((_, port) => `--eth-peer=${String(port)},${neighbourBehind(port)}`);
  const usual = ['--nb-cores=1', '--auto-start', '--total-num-mbufs=8192', '--stats-period=60', ...peers];
  return MODES.map(([mode, service]) => ({
    name: `testpmd ${mode}`,
    // What follows the sandbox's command are the arguments of the program in it.
    argv: [...argv.toSpliced(border, 0, ...service), ...eal, '--', `--forward-mode=${mode}`, ...usual],
  }));
}

/** Address of the generator behind a port, as `native/trafficgen/drive.cc` has it. */
function neighbourBehind(port: number): string {
  return `02:6c:61:62:01:0${String(port)}`;
}

async function measureOnce({ name, argv }: Contender, signal: AbortSignal): Promise<Measured> {
  for (let tries = 1; ; tries += 1) {
    // eslint-disable-next-line no-await-in-loop -- tried again where the machine was away
    const { ending, stdout, stderr } = await run({ argv, seconds: SECONDS, signal });
    if (ending.kind === 'exited' && ending.code === 0) return measured.parse(JSON.parse(stdout));
    if (tries === TRIES) throw new UserError('bench-failed', `${name}: ${stderr.trim()}`, 'Close other programs.');
  }
}
