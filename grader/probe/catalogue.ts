import { PROBE_NAMES, type ProbeInfo, type ProbeName } from '../domain/probe.ts';
import { KERNEL_PROBES } from './catalogue/kernel.ts';
import { MEMORY_PROBES } from './catalogue/memory.ts';
import { NETWORK_PROBES } from './catalogue/network.ts';
import { SHARING_PROBES } from './catalogue/sharing.ts';

const ALL = [...KERNEL_PROBES, ...MEMORY_PROBES, ...SHARING_PROBES, ...NETWORK_PROBES];
const byName = new Map(ALL.map((probe) => [probe.name, probe]));

/** What is known of a probe before it runs. */
export function probeInfo(name: ProbeName): ProbeInfo {
  const info = byName.get(name);
  if (!info) throw new Error(`nothing is known of the probe ${name}`);
  return info;
}

/** All probes, in the order in which they are shown. */
export const PROBES: readonly ProbeInfo[] = PROBE_NAMES.map(probeInfo);
