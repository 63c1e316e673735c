import { existsSync } from 'node:fs';
import { z } from 'zod';
import { Cancelled } from '../domain/errors.ts';
import { run } from '../process/process.ts';
import { bothEndsCommand, dutCommand, roundTripCommand } from '../testbed/testbed.ts';

/** One turn of one program. `measure` gives its figures by key, null where the turn gave none. */
export interface Run {
  readonly title: string;
  readonly measure: () => Promise<readonly (readonly [key: string, value: number | null])[]>;
}

/** Keys of figures: what is measured, then who. */
export const roundTripKey = (title: string): string => `round trip: ${title}`;
export const rateKey = (bytes: number, title: string): string => `${String(bytes)} bytes: ${title}`;

/** Where sockperf listens; ours are told by their harness (wire/dut.hpp, kDutPort). */
const PORT = 7000;
const ROUND_TRIP_SECONDS = 0.5;
/** sockperf leaves out the first 0.4 s of a run: a second is the least that says something. */
const RATE_SECONDS = '1';
const LIMIT_SECONDS = 30;
const SIZES = [64, 1200] as const;

const roundTrips = z.object({ samples: z.number(), lost: z.number(), p50Ns: z.number(), p99Ns: z.number() });
const iperf = z.object({
  end: z.object({ sum: z.object({ seconds: z.number(), packets: z.number(), lost_packets: z.number() }) }),
});

interface Server {
  readonly title: string;
  readonly program: string;
}

/** Round trips to sockperf's servers and to ours, and what iperf3 and sockperf send; what is not installed is noted. */
export async function peerRuns(
  servers: readonly Server[],
  cpus: readonly number[],
  signal: AbortSignal,
  notes: string[],
): Promise<Run[]> {
  const wire = new WireRunner(cpus, signal);
  const runs: Run[] = [];
  for (const { title, program } of servers) {
    // eslint-disable-next-line no-await-in-loop -- asks once, and remembers
    runs.push(wire.roundTrip(title, await dutCommand(program), true));
  }
  if (installed('sockperf', notes)) {
    const server = ['sockperf', 'server', '-i', '{far}', '-p', String(PORT)];
    runs.push(wire.roundTrip('sockperf server', server, false));
    runs.push(wire.roundTrip('sockperf server --nonblocked', [...server, '--nonblocked'], false));
    runs.push(...SIZES.map((bytes) => wire.sockperfRate(bytes)));
  }
  if (installed('iperf3', notes)) runs.push(...SIZES.map((bytes) => wire.iperfRate(bytes)));
  return runs;
}

function installed(name: string, notes: string[]): boolean {
  if (existsSync(`/usr/bin/${name}`)) return true;
  notes.push(`${name} is left out: it is not installed. apt-get install ${name}`);
  return false;
}

/** Runs a program at each end of a wire that is made for the two. */
class WireRunner {
  readonly #cpus: readonly number[];
  readonly #signal: AbortSignal;

  constructor(cpus: readonly number[], signal: AbortSignal) {
    this.#cpus = cpus;
    this.#signal = signal;
  }

  roundTrip(title: string, far: readonly string[], isOurs: boolean): Run {
    const near = roundTripCommand(PORT, ROUND_TRIP_SECONDS);
    const measure = async (): Promise<[string, number | null][]> => {
      const parsed = roundTrips.safeParse(json(await this.#run(far, near, isOurs)));
      return [[roundTripKey(title), parsed.success ? parsed.data.p50Ns : null]];
    };
    return { title, measure };
  }

  iperfRate(bytes: number): Run {
    const title = `iperf3 -u -l ${String(bytes)}`;
    const near = ['iperf3', '-c', '{far}', '-u', '-b', '0', '-l', String(bytes), '-w', '4M', '-t', RATE_SECONDS, '-J'];
    const measure = async (): Promise<[string, number | null][]> => {
      const parsed = iperf.safeParse(json(await this.#run(['iperf3', '-s', '-1'], near, false)));
      if (!parsed.success) return [];
      const { seconds, packets, lost_packets: lost } = parsed.data.end.sum;
      return [
        [rateKey(bytes, 'iperf3, sent'), packets / seconds],
        [rateKey(bytes, 'iperf3, arrived'), (packets - lost) / seconds],
      ];
    };
    return { title, measure };
  }

  sockperfRate(bytes: number): Run {
    const title = `sockperf throughput -m ${String(bytes)}`;
    const far = ['sockperf', 'server', '-i', '{far}', '-p', String(PORT)];
    const near = ['sockperf', 'throughput', '-i', '{far}', '-p', String(PORT), '-m', String(bytes), '-t', RATE_SECONDS];
    const measure = async (): Promise<[string, number | null][]> => {
      const said = /Message Rate is (?<rate>\d+)/u.exec(await this.#run(far, near, false));
      return [[rateKey(bytes, 'sockperf, sent'), said?.groups?.['rate'] ? Number(said.groups['rate']) : null]];
    };
    return { title, measure };
  }

  async #run(far: readonly string[], near: readonly string[], isOurs: boolean): Promise<string> {
    const argv = bothEndsCommand({ cpus: this.#cpus, far, near, farIsOurs: isOurs });
    const { ending, stdout } = await run({ argv, seconds: LIMIT_SECONDS, signal: this.#signal });
    if (ending.kind === 'cancelled') throw new Cancelled();
    return stdout;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
