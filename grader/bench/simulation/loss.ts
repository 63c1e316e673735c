import { ROUNDS_SCHEMA, type Block, type Pair, type Role, type Rounds, type Slice } from '../../domain/rounds.ts';
import { alphaForBinary, limitsFor, openJudge, type Judgement } from '../../judge/judge.ts';
import type { Random } from './random.ts';

/** A machine that now and then takes a CPU away, from the program and from the generator alike (measurement.md 3.5). */
export interface StallingMachine {
  readonly name: string;
  readonly stallsPerSecond: number;
}

export const STALLING_MACHINES: readonly StallingMachine[] = [
  { name: 'tuned', stallsPerSecond: 0 },
  { name: 'mild', stallsPerSecond: 1 },
  { name: 'noisy', stallsPerSecond: 6 },
  { name: 'very noisy', stallsPerSecond: 20 },
  { name: 'hopeless', stallsPerSecond: 90 },
];

/** One in a million a second, a queue of DPDK's length, stalls of 3 ms, 2 % of luck to a process: measurement.md 3.5. */
const PER_SECOND = 1e6;
const QUEUE = 4096;
const STALL_MS = 3;
const LAYOUT = 0.02;
const TRIAL_MS = 100;
/** What is offered is 0.8 of what the reference carries, and twice what the naive solution does. */
const LINE = 0.8;
const NAIVE = 0.5;
const STEP_MS = 0.1;
/** Starting three programs, and the harness's own code around a pair. */
const BLOCK_MS = 30;
const METRIC = 'loss';

/** What came of one simulated session. */
export interface LossSession {
  readonly judgement: Judgement;
  readonly seconds: number;
}

/**
 * A session of loss trials as the conductor would record them, given to the shipped judge until it has seen enough.
 * `capacity` is the learner's, over the rate that is offered: below 1 a backlog grows until the queue overflows.
 */
export function simulateLossSession(machine: StallingMachine, capacity: number, random: Random): LossSession {
  const blocks: Block[] = [];
  const rounds: Rounds = {
    schema: ROUNDS_SCHEMA,
    exercise: 'simulated',
    seed: '0',
    alphaPass: alphaForBinary(1),
    alphaFail: 0.01, // measurement.md 2.0
    metrics: [
      { name: METRIC, unit: 'share', clock: 'wall', quantity: 'loss', line: LINE, naive: NAIVE * LINE, deadBand: 0 },
    ],
    blocks,
  };
  const capacities = { learner: capacity, reference: 1 / LINE, naive: NAIVE };
  const judge = openJudge(rounds);
  const limits = limitsFor(1, 'quick');
  let nowMs = 0;
  for (;;) {
    const judgement = judge.judgement({ seconds: nowMs / 1000, ...limits });
    if (judgement.kind !== 'continue') return { judgement, seconds: nowMs / 1000 };
    const block = simulateBlock(machine, capacities, judgement.controlOpen.length > 0, nowMs, blocks.length, random);
    blocks.push(block);
    judge.add(block);
    nowMs += block.noise.wallNs / 1e6;
  }
}

function simulateBlock(
  machine: StallingMachine,
  capacities: Readonly<Record<Role, number>>,
  withControl: boolean,
  startedMs: number,
  index: number,
  random: Random,
): Block {
  const luck = (role: Role): number => capacities[role] * Math.exp(LAYOUT * random.normal());
  const speeds = { learner: luck('learner'), reference: luck('reference'), naive: luck('naive') };
  const subjects = withControl ? (['learner', 'naive'] as const) : (['learner'] as const);
  const pairs = subjects.map((subject): Pair => {
    const roles: Pair['roles'] = random.coin() ? [subject, 'reference'] : ['reference', subject];
    const slices: Pair['slices'] = [
      runTrial(machine, speeds[roles[0]], random),
      runTrial(machine, speeds[roles[1]], random),
    ];
    return { roles, slices, canary: [1, 1] };
  });
  const wallNs = (BLOCK_MS + pairs.length * 2 * TRIAL_MS) * 1e6;
  const nothing = { stealNs: 0, runDelayNs: 0, interrupts: 0, softirqs: 0 };
  return {
    index,
    startedNs: startedMs * 1e6,
    pads: {},
    workloads: [{ metric: METRIC, pairs, carried: PER_SECOND / LINE, perSecond: PER_SECOND }],
    noise: { wallNs, ...nothing, involuntarySwitches: 0, voluntarySwitches: 0 },
  };
}

/** A queue that fills at the offered rate and empties at the program's, while it has its CPU. */
function runTrial({ stallsPerSecond }: StallingMachine, capacity: number, random: Random): Slice {
  const program = stalls(stallsPerSecond, random);
  const generator = stalls(stallsPerSecond, random);
  const perStep = (PER_SECOND * STEP_MS) / 1000;
  let [waiting, held, lost, latest] = [0, 0, 0, 0];
  for (let ms = 0; ms < TRIAL_MS; ms += STEP_MS) {
    held += perStep; // due, and sent as soon as the generator is there
    if (!generator(ms)) {
      latest = Math.max(latest, held / perStep - 1);
      waiting += held;
      held = 0;
    }
    if (!program(ms)) waiting = Math.max(0, waiting - perStep * capacity);
    lost += Math.max(0, waiting - QUEUE);
    waiting = Math.min(waiting, QUEUE);
  }
  const sent = (PER_SECOND * TRIAL_MS) / 1000;
  const latencyNs = { p50: 1e4, p90: 1e4, p99: 1e4, p999: 1e4, max: 1e4 };
  const wallNs = TRIAL_MS * 1e6;
  const seen = { elapsedNs: wallNs, sent, received: sent - lost, lost, samples: sent, latencyNs, stalls: [] };
  const clean = { duplicated: 0, reordered: 0, corrupted: 0, missed: 0, burst: 1, lateNs: latest * STEP_MS * 1e6 };
  return {
    items: sent - lost,
    ...{ wallNs, tscNs: wallNs, cpuNs: wallNs, runDelayNs: 0, idleCpuNs: 0 },
    seen: { ...seen, ...clean },
  };
}

/** Whether the CPU is away, asked for rising times. */
function stalls(perSecond: number, random: Random): (ms: number) => boolean {
  if (perSecond === 0) return () => false;
  let begins = random.exponential(1000 / perSecond);
  let ends = begins + random.exponential(STALL_MS);
  return (ms) => {
    while (ms >= ends) {
      begins = ends + random.exponential(1000 / perSecond);
      ends = begins + random.exponential(STALL_MS);
    }
    return ms >= begins;
  };
}
