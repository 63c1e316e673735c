import type { ProbeName, ProbeUnit } from '../../grader/domain/probe.ts';

/**
 * The figures of each probe with their units: what a `predict` block may name. The probes' own catalogue says the same
 * (a test compares them), but brings the native core along, which nobody needs who reads.
 */
export const PROBE_FIGURES: Readonly<Record<ProbeName, Readonly<Record<string, ProbeUnit>>>> = {
  'system-call': { getppid: 'ns' },
  clock: { 'clock-gettime': 'ns', tsc: 'ns' },
  'cache-levels': { l1: 'ns', l2: 'ns', l3: 'ns', memory: 'ns' },
  'cache-line-transfer': { 'one-way': 'ns' },
  'false-sharing': { 'same-line': 'ns', padded: 'ns' },
  'context-switch': { switch: 'ns', 'wake-up': 'ns' },
  'page-fault': { 'first-touch-4k': 'ns', 'first-touch-2m': 'ns' },
  'huge-pages': { 'random-4k': 'ns', 'random-2m': 'ns' },
  mutex: {
    'mutex-uncontended': 'ns',
    'mutex-contended': 'ns',
    'atomic-uncontended': 'ns',
    'atomic-contended': 'ns',
  },
  'udp-round-trip': { 'loopback-blocking': 'ns', 'loopback-polled': 'ns', 'veth-blocking': 'ns', 'veth-polled': 'ns' },
  'send-batch': { sendto: 'ns', 'sendmmsg-32': 'ns', 'gso-32': 'ns' },
  'copy-bandwidth': { l1: 'GB/s', memory: 'GB/s' },
  jitter: { 'largest-gap': 'ns', 'lost-share': '%' },
};

/** The unit that a figure is guessed and shown in. */
export function unitOf(probe: ProbeName, figure: string): ProbeUnit {
  return PROBE_FIGURES[probe][figure] ?? 'ns';
}
