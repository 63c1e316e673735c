import { nativeCore, nativeProgram, type ProbeRecord } from '../../native/native.ts';
import { Cancelled } from '../domain/errors.ts';
import type { ProbeName, ProbeResult } from '../domain/probe.ts';
import { measureLock, planCpus } from '../machine/machine.ts';
import { probeInfo } from './catalogue.ts';
import { fromRecord } from './from-record.ts';

export { PROBES } from './catalogue.ts';

export interface ProbeOptions {
  readonly signal: AbortSignal;
  /** Somebody else is measuring: called with what they call themselves. */
  readonly onWait?: (holder: string) => void;
  /** The measuring begins. */
  readonly onStart?: () => void;
  /** Limit of one probe; its own unless told. */
  readonly seconds?: number;
}

const SECONDS = 1.5;
/** More windows for what happens seldom. */
const LONGER: Partial<Record<ProbeName, number>> = { jitter: 2 };

/**
 * Runs one probe and hands back everything that it found out; what this machine cannot do is in the result. Holds the
 * machine's measuring lock, so that no two measurements disturb each other. Throws `Cancelled` when the signal fires.
 */
export async function runProbe(name: ProbeName, options: ProbeOptions): Promise<ProbeResult> {
  const { signal, onWait = () => {}, onStart, seconds = LONGER[name] ?? SECONDS } = options;
  await using _lock = await measureLock(`lab probe ${name}`, { signal, onWait });
  if (signal.aborted) throw new Cancelled();
  onStart?.();
  const cpus = probeCpus();
  const { ProbeRun } = nativeCore();
  const run = new ProbeRun({ name, cpus, seconds, wireProgram: nativeProgram('lab-probe-wire') });
  return fromRecord(probeInfo(name), await cancellable(run, signal), cpus);
}

/** Two cores where there are two, else one: a probe then says which of its figures that costs. */
function probeCpus(): readonly number[] {
  const [two, one] = [planCpus(2), planCpus(1)];
  if (two.kind === 'planned') return two.cpus;
  return one.kind === 'planned' ? one.cpus : nativeCore().allowedCpus().slice(0, 1);
}

async function cancellable(
  run: { run: () => Promise<ProbeRecord>; cancel: () => void },
  signal: AbortSignal,
): Promise<ProbeRecord> {
  const onAbort = (): void => {
    run.cancel();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await run.run();
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
