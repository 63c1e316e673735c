import type { Slice } from '../domain/rounds.ts';
import type { Percentile } from './gates.ts';
import { BEHIND_ITEMS, BEHIND_SHARE, STOLEN_SHARE, WITHOUT_CPU_SHARE } from './thresholds.ts';

/**
 * Gate G5: an open loop is what it says only while the generator keeps to its schedule. What it was late with it sent
 * together afterwards, and a queue that overflows then was filled by us; answers that found no room with it were not
 * lost by the program.
 */
export function isBehind({ seen }: Slice, perSecond: number): boolean {
  if (!seen) return true;
  const most = Math.max(BEHIND_ITEMS, (seen.burst ?? 1) / 2); // late by half of the time between two bursts
  return (seen.missed ?? 0) > 0 || (seen.lateNs * perSecond) / 1e9 > most;
}

/** The same for a percentile, whose latencies count from when a message was due: lateness is in them. */
export function isLateFor({ seen }: Slice, quantity: Percentile, limitNs: number): boolean {
  return !seen?.latenessNs || (seen.missed ?? 0) > 0 || seen.latenessNs[quantity] > BEHIND_SHARE * limitNs;
}

/** Whether the hypervisor gave the CPUs to others for a part of the trial. */
export function isStolen({ stealNs = 0, wallNs }: Slice): boolean {
  return stealNs > STOLEN_SHARE * wallNs;
}

/** Whether the program was kept from its CPU for a part of the trial: whoever is not there loses what comes. */
export function isWithoutCpu({ runDelayNs, wallNs }: Slice): boolean {
  return runDelayNs > WITHOUT_CPU_SHARE * wallNs;
}
