/** The native probes and their figures, by name: what a `predict` or `measure` block may name. */
export const PROBE_FIGURES: Readonly<Record<string, readonly string[]>> = {
  'system-call': ['getppid'],
  clock: ['clock-gettime', 'tsc'],
  'cache-levels': ['l1', 'l2', 'l3', 'memory'],
  'cache-line-transfer': ['one-way'],
  'false-sharing': ['same-line', 'padded'],
  'context-switch': ['switch', 'wake-up'],
  'page-fault': ['first-touch-4k', 'first-touch-2m'],
  'huge-pages': ['random-4k', 'random-2m'],
  mutex: ['mutex-uncontended', 'mutex-contended', 'atomic-uncontended', 'atomic-contended'],
  'udp-round-trip': ['loopback-blocking', 'loopback-polled', 'veth-blocking', 'veth-polled'],
  'send-batch': ['sendto', 'sendmmsg-32', 'gso-32'],
  'copy-bandwidth': ['l1', 'memory'],
  jitter: ['largest-gap', 'lost-share'],
};
