import type { BenchResult } from '../domain/bench-result.ts';
import { UserError } from '../domain/errors.ts';
import { measureLock, planCpus } from '../machine/machine.ts';
import type { BenchOptions } from './bench.ts';
import { buildDut } from './sockets-dut.ts';
import { openRelays } from './sockets-relays.ts';
import { peerRuns, type Run } from './sockets-peers.ts';
import { socketTables, type Figures } from './sockets-tables.ts';

/** With nine rounds the range of a ratio is an interval at 99 % for its median: 2 · 0.5⁹ (measurement.md 2.0). */
const ROUNDS = 9;

/** Our servers, as far as they are here: what they are called in the tables, and which solution it is. */
const SERVERS = [
  { title: 'ours: standard (sockets/echo)', exercise: 'sockets/echo', solution: 'reference' },
  { title: 'ours: tuned (sockets/tuned)', exercise: 'sockets/tuned', solution: 'reference' },
  { title: 'ours: polled (polling/busy-poll)', exercise: 'polling/busy-poll', solution: 'reference' },
  {
    title: 'ours: polled, connected (polling/busy-poll)',
    exercise: 'polling/busy-poll',
    solution: 'alternatives/passed.connects-to-its-client',
  },
] as const;

/**
 * Our references beside published tools on the same wire: round trips to servers with the same client, datagrams and
 * bytes a second. All take turns, in another order each round, and every ratio is one of a round's neighbours.
 */
export async function benchSockets(options: BenchOptions): Promise<BenchResult> {
  const { signal, onEvent } = options.context;
  const plan = planCpus(2);
  if (plan.kind === 'refused') throw new UserError('no-two-cores', plan.why, plan.fix);
  const notes: string[] = [];
  const servers = await buildServers(options, notes);
  await using _lock = await measureLock(`lab bench sockets (process ${String(process.pid)})`, {
    signal,
    onWait: (holder) => {
      onEvent({ kind: 'waiting', holder });
    },
  });
  using relays = await openRelays(options, plan.cpus);
  const runs: Run[] = [...(await peerRuns(servers, plan.cpus, signal, notes)), ...relays.runs];
  const rounds = options.repetitions ?? ROUNDS;
  const figures = await takeTurns(runs, rounds, options);
  return {
    name: 'sockets',
    command: `lab bench sockets --repetitions ${String(rounds)}`,
    tables: socketTables(figures),
    notes: [
      ...notes,
      `${String(rounds)} rounds; in each, every program has one turn, in an order by chance, over a veth pair of its own, on CPUs ${plan.cpus.join(' and ')}.`,
      'Ratios compare neighbours of one round; the interval is their whole range.',
      'Round trips: full ones, one at a time, with the same client. Rates: a relay receives and sends, on one CPU; iperf3 and sockperf have one CPU to send and another to receive.',
    ],
    data: Object.fromEntries(figures),
  };
}

async function buildServers(
  options: BenchOptions,
  notes: string[],
): Promise<readonly { title: string; program: string }[]> {
  const servers = [];
  for (const { title, exercise: id, solution } of SERVERS) {
    const exercise = options.exercises.find((one) => one.id === id);
    if (exercise) {
      // eslint-disable-next-line no-await-in-loop -- one compiler at a time
      servers.push({ title, program: await buildDut(exercise, solution, options) });
    } else {
      notes.push(`${id} is not here, so its rung of the ladder is missing.`);
    }
  }
  return servers;
}

/** Every program once in each round, by an order that nobody foresees. */
async function takeTurns(runs: readonly Run[], rounds: number, { onProgress }: BenchOptions): Promise<Figures> {
  const figures = new Map<string, (number | null)[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const run of shuffled(runs)) {
      onProgress(`round ${String(round + 1)} of ${String(rounds)}: ${run.title}`);
      // eslint-disable-next-line no-await-in-loop -- one at a time: two would disturb each other
      for (const [key, value] of await run.measure()) {
        const values = figures.get(key) ?? [];
        values[round] = value;
        figures.set(key, values);
      }
    }
  }
  return figures;
}

function shuffled<T>(list: readonly T[]): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1));
    const [a, b] = [copy[i], copy[j]];
    if (a !== undefined && b !== undefined) [copy[i], copy[j]] = [b, a];
  }
  return copy;
}
