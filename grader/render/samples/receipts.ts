import type { LoadPoint, Receipt } from '../../domain/receipt.ts';
import type { VerdictKind } from '../../domain/verdict.ts';
import { HOSTS } from './hosts.ts';
import {
  checkOf,
  countOf,
  CROWDED_METRICS,
  FAILED_CHECKS,
  metricOf,
  PASSED_CHECKS,
  PASSED_METRICS,
  SLOW_METRICS,
  STEP_NAMES,
  lossOf,
} from './results.ts';

const BASE: Receipt = {
  schema: 1,
  exercise: 'ring/spsc',
  verdict: 'passed',
  reason: 'faster-than-the-line',
  detail: '',
  checks: [...PASSED_CHECKS],
  advice: [],
  counts: [],
  metrics: [],
  machine: {
    cpu: 'Example CPU 9000 @ 2.40GHz',
    cores: 2,
    virtual: true,
    kernel: 'Linux 6.1.0-18-cloud-amd64',
    compiler: 'g++ 12.2.0',
    cpus: [0, 1],
    sandbox: 'bubblewrap',
  },
  noise: null,
  stored: false,
  evidence: null,
  seconds: 7.4,
};

const QUIET = {
  blocks: 12,
  gated: 0.04,
  neighbours: 0.003,
  hypervisor: 0,
  interruptsPerSecond: 310,
  canaryFloor: 0.97,
};
export const LOUD = {
  blocks: 31,
  gated: 0.64,
  neighbours: 0.22,
  hypervisor: 0.09,
  interruptsPerSecond: 14_320,
  canaryFloor: 0.61,
};

export const COMPILE_ERROR = [
  'spsc_ring.hpp:41:7: error: no match for ‘operator=’ (operand types are ‘std::atomic<long unsigned int>’ and ‘Slot’)',
  '   41 |     tail_ = slots_[index & (Capacity - 1)];',
  '      |       ^ ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
].join('\n');

export function receiptOf(over: Partial<Receipt>): Receipt {
  return { ...BASE, ...over };
}

const loadPoint = (perSecond: number, cpuSecondsPerMillion: number, p50Ns: number): LoadPoint => ({
  ...{ perSecond, cpuSecondsPerMillion, p50Ns },
  lost: 0,
  p99Ns: 20 * p50Ns,
});

/** With packets: one percentile that was judged, one that the machine could not resolve, and the price of it all. */
export const OVER_A_WIRE: Receipt = receiptOf({
  metrics: [
    metricOf('round-trip', { unit: 'ns', yours: 8830, reference: 8840, naive: 25_300, quantity: 'p50' }),
    metricOf('bulk', { unit: 'ns', yours: 12_200, reference: 11_800, naive: 91_000, decision: 'unresolvable' }),
  ],
  loads: {
    learner: [loadPoint(9_700, 103, 9_100), loadPoint(48_500, 20.6, 9_400), loadPoint(87_300, 11.5, 15_200)],
    reference: [loadPoint(9_700, 98, 9_000), loadPoint(48_500, 19.9, 9_300), loadPoint(87_300, 11.2, 14_900)],
  },
  machine: { ...BASE.machine, device: 'veth' },
  noise: QUIET,
});

/** Loss beside a percentile, and where it failed or could not be told. */
export const LOSSLESS: Receipt = receiptOf({
  metrics: [
    lossOf(),
    metricOf('round-trip', { unit: 'ns', yours: 8830, reference: 8840, naive: 25_300, quantity: 'p50' }),
  ],
  noise: QUIET,
});
export const LOSSY: Receipt = receiptOf({
  verdict: 'too-slow',
  reason: 'slower-than-the-line',
  metrics: [lossOf({ yours: 0.362, decision: 'failed', rounds: { won: 0, lost: 9, total: 9 } })],
  noise: QUIET,
});
export const LOST_BY_THE_MACHINE: Receipt = receiptOf({
  verdict: 'inconclusive',
  reason: 'unresolvable',
  metrics: [
    lossOf({ yours: 0.0004, reference: 0.0003, decision: 'unresolvable', rounds: { won: 2, lost: 4, total: 6 } }),
  ],
  noise: LOUD,
});

/** One receipt at least for each verdict, with every reason that the pipeline gives. */
export const RECEIPTS: Readonly<Record<VerdictKind, readonly Receipt[]>> = {
  passed: [
    receiptOf({ counts: [countOf(), countOf({ name: 'bulk-transfers' })], metrics: [...PASSED_METRICS], noise: QUIET }),
    receiptOf({ metrics: PASSED_METRICS.slice(0, 1), noise: QUIET, stored: true }),
    receiptOf({ reason: 'correctness-only', counts: [countOf({ yours: 0, reference: 0 })] }),
    receiptOf({ reason: 'checks-passed', host: HOSTS[0] }),
    receiptOf({ reason: 'within-the-lines', counts: [countOf({ yours: 0, reference: 0 })] }),
    receiptOf({ reason: 'correctness-only', machine: { ...BASE.machine, sandbox: 'limits-only' } }),
    OVER_A_WIRE,
    LOSSLESS,
  ],
  incorrect: [
    receiptOf({ verdict: 'incorrect', reason: 'check-failed', detail: 'boundaries', checks: [...FAILED_CHECKS] }),
    receiptOf({
      verdict: 'incorrect',
      reason: 'check-failed',
      detail: 'race-single',
      checks: STEP_NAMES.map((name, index) =>
        index < 7
          ? checkOf(name)
          : checkOf(name, {
              profile: 'thread',
              status: index % 3 === 1 && index > 12 ? 'unjudged' : 'failed',
              story: [
                ...Array.from({ length: 17 }, (_, call) => `ring.try_push(${String(call)}) -> true`),
                'data race: write at spsc_ring.hpp:41 and read at spsc_ring.hpp:77',
              ],
            }),
      ),
    }),
    ...[
      'measured-died',
      'measured-timed-out',
      'measured-wrong-digest',
      'measured-wrong-count',
      'measured-forged',
      'measured-no-hello',
      'interference',
    ].map((reason) =>
      receiptOf({ verdict: 'incorrect', reason, detail: 'throughput: the process ended with SIGSEGV', metrics: [] }),
    ),
  ],
  'too-slow': [
    receiptOf({
      verdict: 'too-slow',
      reason: 'over-the-line',
      detail: 'transfers: 3.21 transfers/item, at most 1.9',
      counts: [countOf({ yours: 3.21, decision: 'failed' })],
    }),
    receiptOf({
      verdict: 'too-slow',
      reason: 'slower-than-the-line',
      detail: 'round-trip: below the line in 9 of 9 rounds',
      metrics: [...SLOW_METRICS],
      noise: QUIET,
    }),
    LOSSY,
  ],
  'build-failed': [
    receiptOf({ verdict: 'build-failed', reason: 'compile-error', detail: COMPILE_ERROR, checks: [] }),
    receiptOf({
      verdict: 'build-failed',
      reason: 'compile-error',
      detail: '/usr/bin/ld: cannot find -lfoo: No such file or directory\ncollect2: error: ld returned 1 exit status',
      checks: [],
    }),
  ],
  unchanged: [
    receiptOf({ verdict: 'unchanged', reason: 'starter-unchanged', detail: '/home/me/lab/work/ring/spsc', checks: [] }),
  ],
  inconclusive: [
    receiptOf({
      verdict: 'inconclusive',
      reason: 'too-noisy',
      detail: 'throughput: 64 % of the measurements were disturbed',
      metrics: [...CROWDED_METRICS],
      noise: LOUD,
    }),
    receiptOf({
      verdict: 'inconclusive',
      reason: 'at-the-line',
      detail: 'throughput: 1.02 times the line after 19 rounds',
      metrics: CROWDED_METRICS.slice(0, 1),
      noise: QUIET,
    }),
    receiptOf({
      verdict: 'inconclusive',
      reason: 'control-failed',
      detail: 'bulk: 40 % of the known distance between naive and reference is seen here, 90 % is needed (12 rounds)',
      metrics: [...CROWDED_METRICS],
      noise: QUIET,
    }),
    receiptOf({
      verdict: 'inconclusive',
      reason: 'clock',
      detail: 'throughput: two clocks differed by more than 0.5 % in 3 blocks',
      metrics: [...CROWDED_METRICS],
      noise: QUIET,
    }),
    receiptOf({
      verdict: 'inconclusive',
      reason: 'machine-fault',
      detail: 'ThreadSanitizer could not reserve its memory. sysctl vm.mmap_rnd_bits=28',
      metrics: [],
    }),
    LOST_BY_THE_MACHINE,
    receiptOf({ verdict: 'inconclusive', reason: 'something-new', detail: 'said in words of its own' }),
  ],
  unsupported: ['no-compiler', 'no-two-cores', 'no-address-sanitizer', 'no-thread-sanitizer', 'no-sandbox'].map(
    (reason) =>
      receiptOf({
        verdict: 'unsupported',
        reason,
        detail: 'Only CPU 0 may be used here. Allow another one: taskset -c 0,1 lab grade',
        checks: reason === 'no-two-cores' ? [...PASSED_CHECKS] : [],
      }),
  ),
};

export const ALL_RECEIPTS: readonly Receipt[] = Object.values(RECEIPTS).flat();
