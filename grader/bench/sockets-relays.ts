import { randomBytes } from 'node:crypto';
import { UserError } from '../domain/errors.ts';
import type { Exercise, Metric } from '../domain/exercise.ts';
import type { Block, Role, Slice } from '../domain/rounds.ts';
import { openTrial, type Trial } from '../measure/measure.ts';
import { openTestbed } from '../testbed/testbed.ts';
import type { BenchOptions } from './bench.ts';
import { buildDut } from './sockets-dut.ts';
import { rateKey, type Run } from './sockets-peers.ts';
import { spreadOf } from './spread.ts';

/** What each role of a trial is here: three relays. */
const RELAYS: Readonly<Record<Role, string>> = {
  naive: 'ours: one by one (batching/mmsg naive)',
  learner: 'ours: batched (batching/mmsg)',
  reference: 'ours: GSO (batching/gso)',
};
const SIZES = [64, 1200] as const;
/** Datagrams under way: what a relay works off in a millisecond. */
const OUTSTANDING = 256;

/** Our relays, driven by our generator; closed when the benchmark is. */
export interface Relays extends Disposable {
  readonly runs: readonly Run[];
}

/** All three take part in each turn, in adjacent slices. */
export async function openRelays(options: BenchOptions, cpus: readonly number[]): Promise<Relays> {
  const mmsg = find('batching/mmsg', options);
  const gso = find('batching/gso', options);
  const programs = {
    naive: await buildDut(mmsg, 'naive', options),
    learner: await buildDut(mmsg, 'reference', options),
    reference: await buildDut(gso, 'reference', options),
  };
  const closing = new DisposableStack();
  const runs: Run[] = [];
  for (const bytes of SIZES) {
    const metrics = [metricOf(bytes)];
    // eslint-disable-next-line no-await-in-loop -- one after the other, so that each can be closed
    const testbed = await openTestbed({ exercise: { ...mmsg, metrics }, programs, cpus });
    const seed = randomBytes(8).toString('hex');
    const trial = closing.use(openTrial({ testbed, metrics, seed, firstIndex: 0, signal: options.context.signal }));
    runs.push({ title: `our relays, ${String(bytes)} bytes`, measure: async () => await oneBlock(trial, metrics) });
  }
  return {
    runs,
    [Symbol.dispose]() {
      closing.dispose();
    },
  };
}

async function oneBlock(trial: Trial, metrics: readonly Metric[]): Promise<[string, number | null][]> {
  const outcome = await trial.nextBlock({ metrics: metrics.map(({ name }) => name), control: true });
  if (outcome.kind === 'fault') throw new Error(`${outcome.fault.role}: ${outcome.fault.detail}`);
  return ratesOf(outcome.block);
}

function find(id: string, { exercises }: BenchOptions): Exercise {
  const exercise = exercises.find((one) => one.id === id);
  if (!exercise) throw new UserError('unknown-exercise', `${id} is not here`, 'git status exercises/');
  return exercise;
}

function metricOf(bytes: number): Metric {
  return {
    name: String(bytes),
    title: { en: String(bytes), ko: String(bytes) },
    workload: 0,
    unit: 'items/s',
    clock: 'wall',
    line: 1,
    naive: 1,
    deadBand: 0,
    distribution: false,
    traffic: { loop: 'window', path: 'relay', bytes, outstanding: OUTSTANDING },
  };
}

/** Datagrams a second that arrived at the generator's sink: the median of a block's slices. */
function ratesOf(block: Block): [string, number | null][] {
  return block.workloads.flatMap(({ metric, pairs }) => {
    const slices = pairs.flatMap(({ roles, slices: two }) => [
      { role: roles[0], slice: two[0] },
      { role: roles[1], slice: two[1] },
    ]);
    return Object.entries(RELAYS).map(([role, title]): [string, number | null] => {
      const rates = slices.flatMap((one) => (one.role === role ? [rateOf(one.slice)] : []));
      return [rateKey(Number(metric), title), rates.length === 0 ? null : spreadOf(rates).median];
    });
  });
}

function rateOf({ items, wallNs, seen }: Slice): number {
  return (items * 1e9) / (seen ? seen.elapsedNs : wallNs);
}
