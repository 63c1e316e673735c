import { describe, expect, it } from 'vitest';
import { nativeCore } from '../../native/native.ts';
import { Cancelled } from '../domain/errors.ts';
import { PROBE_NAMES, probeResult } from '../domain/probe.ts';
import { measureLock } from '../machine/machine.ts';
import { PROBES, runProbe } from './probe.ts';

const never = new AbortController().signal;

describe('runProbe', () => {
  it('has words for exactly the probes that the core has', () => {
    expect(nativeCore().probeNames()).toEqual([...PROBE_NAMES]);
  });

  it.each(PROBES)('measures $name, or says of each figure why not', async ({ name, figures }) => {
    const result = await runProbe(name, { signal: never, seconds: 0.3 });
    expect(probeResult.parse(result)).toEqual(result);
    const told = new Set([...result.figures, ...result.absent].map((figure) => figure.name));
    const l3 = name === 'cache-levels' ? ['l3'] : []; // not every processor has one
    expect(figures.map((figure) => figure.name).filter((one) => !told.has(one) && !l3.includes(one))).toEqual([]);
    expect(result.unsupported !== null).toBe(result.figures.length === 0);
  });

  it('ends at once when it is cancelled, and lets go of the machine', async () => {
    const stop = new AbortController();
    const running = runProbe('jitter', {
      signal: stop.signal,
      seconds: 1000,
      onStart: () => setTimeout(() => stop.abort(), 50),
    });
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    await using _lock = await measureLock('a test', { signal: AbortSignal.timeout(20_000), onWait: () => {} });
  });

  it('waits for others who measure, and says for whom', async () => {
    const holders: string[] = [];
    const lock = await measureLock('somebody else', { signal: never, onWait: () => {} });
    const waiting = runProbe('clock', {
      signal: never,
      seconds: 0.05,
      onWait: (holder) => {
        holders.push(holder);
        void lock[Symbol.asyncDispose]();
      },
    });
    expect((await waiting).figures).toHaveLength(2);
    expect(holders).toEqual(['somebody else']);
  });

  it('does not begin when it was cancelled before', async () => {
    await expect(runProbe('clock', { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Cancelled);
  });
});
