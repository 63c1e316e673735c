import type { Random } from './random.ts';

/** Who runs on the machine; the canary is the harness's own fixed code. */
export type Runner = 'learner' | 'reference' | 'naive' | 'canary';

/** A kind of noise: what slows a machine, beside 5 % white noise in every millisecond (measurement.md 3.1). */
export interface NoiseModel {
  readonly name: string;
  /** Standard deviation of each process's own speed: where its code and data happened to lie. */
  readonly layout: number;
  /** Things that happen to the machine during one session. */
  readonly disturbances: readonly ((random: Random) => Disturbance)[];
}

/** Speed factor in the next millisecond, for each runner. */
type Disturbance = (ms: number) => Factor;
type Factor = number | Readonly<Record<Runner, number>>;

const WHITE = 0.05;
/** Bias of a process on a machine where layout is not the subject. */
const QUIET_LAYOUT = 0.005;

/** Ornstein-Uhlenbeck in logarithms: 10 %, 50 ms. */
function lognormal(random: Random): Disturbance {
  const sd = 0.1;
  const keep = Math.exp(-1 / 50);
  let value = sd * random.normal();
  return () => {
    value = keep * value + sd * Math.sqrt(1 - keep * keep) * random.normal();
    return Math.exp(value);
  };
}

/** In 60 % of sessions another guest takes the CPU: 60 ms on, 180 ms off, leaving 0.1 to 0.6 of the speed. */
function steal(random: Random): Disturbance {
  if (random.next() >= 0.6) return () => 1;
  return bursts(random, 60, 180, () => random.between(0.1, 0.6));
}

/** Turbo of 5 to 25 % that decays within 1 to 5 s, a thermal wave of 6 %, and a level of the day within 5 %. */
function drift(random: Random): Disturbance {
  const turbo = random.between(0.05, 0.25);
  const decayMs = random.between(1000, 5000);
  const periodMs = random.between(2000, 10_000);
  const phase = random.between(0, 2 * Math.PI);
  const level = random.between(0.95, 1.05);
  return (ms) =>
    level * (1 + turbo * Math.exp(-ms / decayMs)) * (1 + 0.06 * Math.sin((2 * Math.PI * ms) / periodMs + phase));
}

/** Two speeds, 300 ms in each on average. */
function bimodal(slow: number): (random: Random) => Disturbance {
  return (random) => bursts(random, 300, 300, () => slow);
}

/**
 * In half of the sessions a neighbour, 200 ms on and 400 ms off, who hurts the learner's code twice as much as the
 * reference. The canary computes, stores and chases pointers: it lies between them.
 */
function asymmetric(random: Random): Disturbance {
  if (random.coin()) return () => 1;
  const hurt = { learner: 0.7, reference: 0.85, naive: 0.85, canary: 0.8 };
  return bursts(random, 200, 400, () => hurt);
}

/** On and off for exponential times of these means; what it does is drawn anew for every burst. */
function bursts(random: Random, onMs: number, offMs: number, effect: () => Factor): Disturbance {
  let on = random.next() < onMs / (onMs + offMs);
  let factor = on ? effect() : 1;
  let untilMs = random.exponential(on ? onMs : offMs);
  return (ms) => {
    while (ms >= untilMs) {
      on = !on;
      factor = on ? effect() : 1;
      untilMs += random.exponential(on ? onMs : offMs);
    }
    return factor;
  };
}

/** The eight machines of measurement.md 3.1. */
export const NOISE_MODELS: readonly NoiseModel[] = [
  { name: 'quiet', layout: QUIET_LAYOUT, disturbances: [] },
  { name: 'lognormal', layout: QUIET_LAYOUT, disturbances: [lognormal] },
  { name: 'steal', layout: QUIET_LAYOUT, disturbances: [steal] },
  { name: 'drift', layout: QUIET_LAYOUT, disturbances: [drift] },
  { name: 'bimodal', layout: QUIET_LAYOUT, disturbances: [bimodal(0.7)] },
  { name: 'layout', layout: 0.03, disturbances: [] },
  { name: 'asym', layout: QUIET_LAYOUT, disturbances: [asymmetric] },
  { name: 'all', layout: 0.02, disturbances: [lognormal, steal, drift, bimodal(0.85)] },
];

/** A running process: who it is, and how fast its code is on a quiet machine, its own luck included. */
export interface Process {
  readonly runner: Runner;
  readonly itemsPerMs: number;
}

/** A machine with noise on a grid of one millisecond. Only one process runs at a time; time passes as it does. */
export class Machine {
  readonly #model: NoiseModel;
  readonly #random: Random;
  readonly #disturbances: readonly Disturbance[];
  readonly #factors: Record<Runner, number> = { learner: 1, reference: 1, naive: 1, canary: 1 };
  #ms = -1;
  #now = 0;

  constructor(model: NoiseModel, random: Random) {
    this.#model = model;
    this.#random = random;
    this.#disturbances = model.disturbances.map((disturbance) => disturbance(random));
    this.#enterMs(0);
  }

  /** Milliseconds since the machine was switched on. */
  get now(): number {
    return this.#now;
  }

  start(runner: Runner, itemsPerMs: number): Process {
    return { runner, itemsPerMs: itemsPerMs * Math.exp(this.#model.layout * this.#random.normal()) };
  }

  /** Carries so many items and returns the milliseconds it took. */
  carry(process: Process, items: number): number {
    const started = this.#now;
    let left = items;
    for (;;) {
      const itemsPerMs = this.#itemsPerMs(process);
      const end = this.#ms + 1;
      const possible = itemsPerMs * (end - this.#now);
      if (possible >= left) {
        this.#now += left / itemsPerMs;
        return this.#now - started;
      }
      left -= possible;
      this.#now = end;
      this.#enterMs(end);
    }
  }

  /** Runs for so many milliseconds and returns the items carried. */
  runFor(process: Process, milliseconds: number): number {
    const until = this.#now + milliseconds;
    let items = 0;
    while (this.#now < until) {
      const end = Math.min(this.#ms + 1, until);
      items += this.#itemsPerMs(process) * (end - this.#now);
      this.#pass(end);
    }
    return items;
  }

  idle(milliseconds: number): void {
    const until = this.#now + milliseconds;
    while (this.#now < until) this.#pass(Math.min(this.#ms + 1, until));
  }

  #pass(end: number): void {
    this.#now = end;
    if (end >= this.#ms + 1) this.#enterMs(this.#ms + 1);
  }

  #itemsPerMs({ runner, itemsPerMs }: Process): number {
    // White noise of 5 %; six standard deviations below the mean is still a positive speed.
    return itemsPerMs * this.#factors[runner] * Math.max(0.7, 1 + WHITE * this.#random.normal());
  }

  #enterMs(ms: number): void {
    this.#ms = ms;
    const factors = this.#factors;
    factors.learner = factors.reference = factors.naive = factors.canary = 1;
    for (const disturbance of this.#disturbances) {
      const factor = disturbance(ms);
      const by = typeof factor === 'number' ? null : factor;
      factors.learner *= by?.learner ?? Number(factor);
      factors.reference *= by?.reference ?? Number(factor);
      factors.naive *= by?.naive ?? Number(factor);
      factors.canary *= by?.canary ?? Number(factor);
    }
  }
}
