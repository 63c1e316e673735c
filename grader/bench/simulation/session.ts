import type { Block, Pair, Role, Rounds, Slice } from '../../domain/rounds.ts';
import { ROUNDS_SCHEMA } from '../../domain/rounds.ts';
import { alphaForBinary, limitsFor, openJudge, type Judgement } from '../../judge/judge.ts';
import { Machine, type NoiseModel, type Process } from './machine.ts';
import type { Random } from './random.ts';

/** The shape of a block, as `grader/measure` orders it. */
const PAIRS = 4;
const CONTROL_PAIRS = 1;
const SLICE_MS = 10;
const WARM_MS = 10;
/** Harness code before and after each pair (measurement.md 2.0: 2 ms). */
const CANARY_MS = 2;
/** Starting an arm in its sandbox. */
const SPAWN_MS = 5;

/** Quiet speed of the reference: ten items in a microsecond. Nothing depends on it. */
export const ITEMS_PER_MS = 10_000;

/** A line and a naive solution as exercises have them: twice as good as naive, with room up to the reference. */
export const LINE = 0.6;
const NAIVE = 0.3;
/** On a virtual machine (measurement.md 2.1). */
const DEAD_BAND = 0.02;
const METRIC = 'throughput';

/** What came of one simulated session, and everything the judge saw of it. */
export interface SimulatedSession {
  readonly judgement: Judgement;
  readonly seconds: number;
  readonly rounds: Rounds;
}

/**
 * One session of the product on a simulated machine: blocks as the conductor would record them, given to the shipped
 * judge one after the other until it has seen enough. `goodness` is the learner's true speed over the reference's.
 */
export function simulateSession(model: NoiseModel, goodness: number, random: Random): SimulatedSession {
  const machine = new Machine(model, random);
  const blocks: Block[] = [];
  const rounds: Rounds = {
    schema: ROUNDS_SCHEMA,
    exercise: 'simulated',
    seed: '0',
    alphaPass: alphaForBinary(1),
    alphaFail: 0.01, // measurement.md 2.0
    metrics: [{ name: METRIC, unit: 'items/s', clock: 'wall', line: LINE, naive: NAIVE, deadBand: DEAD_BAND }],
    blocks,
  };
  const speeds = { learner: goodness, reference: 1, naive: NAIVE };
  const judge = openJudge(rounds);
  const limits = limitsFor(1, 'quick');
  for (;;) {
    const seconds = machine.now / 1000;
    const judgement = judge.judgement({ seconds, ...limits });
    if (judgement.kind !== 'continue') return { judgement, seconds, rounds };
    const block = simulateBlock(machine, speeds, judgement.controlOpen.length > 0, blocks.length, random);
    blocks.push(block);
    judge.add(block);
  }
}

function simulateBlock(
  machine: Machine,
  speeds: Record<Role, number>,
  withControl: boolean,
  index: number,
  random: Random,
): Block {
  const startedMs = machine.now;
  const canary = machine.start('canary', ITEMS_PER_MS);
  const learner = startArm(machine, 'learner', speeds.learner);
  const reference = startArm(machine, 'reference', speeds.reference);
  const pairs = Array.from({ length: PAIRS }, () => runPair(machine, canary, learner, reference, random));
  if (withControl) {
    const naive = startArm(machine, 'naive', speeds.naive);
    for (let pair = 0; pair < CONTROL_PAIRS; pair += 1) pairs.push(runPair(machine, canary, naive, reference, random));
  }
  return {
    index,
    startedNs: startedMs * 1e6,
    pads: {},
    workloads: [{ metric: METRIC, pairs }],
    noise: {
      wallNs: (machine.now - startedMs) * 1e6,
      stealNs: 0,
      runDelayNs: 0,
      interrupts: 0,
      softirqs: 0,
      involuntarySwitches: 0,
      voluntarySwitches: 0,
    },
  };
}

interface Arm {
  readonly role: Role;
  readonly process: Process;
  /** Items of one slice, found out while warming up. */
  readonly items: number;
}

function startArm(machine: Machine, role: Role, speed: number): Arm {
  machine.idle(SPAWN_MS);
  const process = machine.start(role, ITEMS_PER_MS * speed);
  const items = (machine.runFor(process, WARM_MS) * SLICE_MS) / WARM_MS;
  return { role, process, items };
}

function runPair(machine: Machine, canary: Process, own: Arm, reference: Arm, random: Random): Pair {
  const [first, second] = random.coin() ? [own, reference] : [reference, own];
  const before = machine.runFor(canary, CANARY_MS);
  const slices: Pair['slices'] = [runSlice(machine, first), runSlice(machine, second)];
  const after = machine.runFor(canary, CANARY_MS);
  return { roles: [first.role, second.role], slices, canary: [before, after] };
}

function runSlice(machine: Machine, { process, items }: Arm): Slice {
  const wallNs = machine.carry(process, items) * 1e6;
  return { items, wallNs, tscNs: wallNs, cpuNs: wallNs, runDelayNs: 0, idleCpuNs: 0 };
}
