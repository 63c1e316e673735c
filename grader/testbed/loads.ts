import { z } from 'zod';
import { nativeProgram } from '../../native/native.ts';
import type { Traffic } from '../domain/exercise.ts';
import type { LoadPoint } from '../domain/receipt.ts';
import { run } from '../process/process.ts';
import { dutCommand, trafficText } from './sockets.ts';

/** Three loads of 0.15 s, and finding out what the most is. */
const SECONDS = 15;

const points = z.array(
  z.object({
    perSecond: z.number(),
    sent: z.number(),
    lost: z.number(),
    cpuNs: z.number(),
    p50Ns: z.number(),
    p99Ns: z.number(),
  }),
);

export interface LoadsRequest {
  readonly program: string;
  readonly traffic: Traffic;
  readonly cpus: readonly number[];
  /** Datagrams a second; empty: 10, 50 and 90 % of what this program carries. */
  readonly rates: readonly number[];
  readonly signal: AbortSignal;
}

/**
 * What a datagram costs a program in CPU time, and how long it takes, under three loads. For the eyes: null where it
 * could not be measured, which decides nothing.
 */
export async function measureLoads(request: LoadsRequest): Promise<LoadPoint[] | null> {
  const { program, traffic, cpus, rates, signal } = request;
  const argv = [
    ...[nativeProgram('lab-netload'), '--loads', '--cpus', cpus.slice(0, 2).join(',')],
    ...['--traffic', trafficText({ ...traffic, loop: 'closed' })],
    ...(rates.length === 0 ? [] : ['--rates', rates.join(',')]),
    '--',
    ...(await dutCommand(program)),
  ];
  const { ending, stdout } = await run({ argv, seconds: SECONDS, signal });
  if (ending.kind !== 'exited' || ending.code !== 0) return null;
  const read = points.safeParse(JSON.parse(stdout));
  if (!read.success) return null;
  return read.data.map(({ perSecond, sent, lost, cpuNs, p50Ns, p99Ns }) => ({
    perSecond,
    cpuSecondsPerMillion: cpuNs / 1000 / Math.max(1, sent - lost),
    lost: lost / Math.max(1, sent),
    p50Ns,
    p99Ns,
  }));
}

const ceilings = z.array(z.number());

/**
 * What the load generator itself can send and receive here with this traffic, in datagrams a second, with no program
 * between: a result near it is the generator's own. Null where that could not be found out.
 */
export async function measureCeilings(
  traffics: readonly Traffic[],
  cpus: readonly number[],
  signal: AbortSignal,
): Promise<readonly number[] | null> {
  const argv = [
    ...[nativeProgram('lab-netload'), '--self-test', '--cpus', cpus.slice(0, 2).join(',')],
    ...traffics.flatMap((traffic) => ['--traffic', trafficText(traffic)]),
  ];
  const { ending, stdout } = await run({ argv, seconds: SECONDS, signal });
  if (ending.kind !== 'exited' || ending.code !== 0) return null;
  const read = ceilings.safeParse(JSON.parse(stdout));
  return read.success ? read.data : null;
}
