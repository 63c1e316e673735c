import type { AuditCase } from '../../domain/audit-report.ts';
import type { BenchResult } from '../../domain/bench-result.ts';
import type { DoctorReport } from '../../domain/doctor-report.ts';
import { HOSTS } from './hosts.ts';
import { RING_EXERCISE } from './exercise.ts';
import { receiptOf } from './receipts.ts';

const BASE = receiptOf({});

export const DOCTOR_REPORTS: readonly DoctorReport[] = [
  {
    schema: 1,
    machine: BASE.machine,
    capabilities: [
      { capability: 'compiler', ok: true, why: 'g++ 12.2.0 compiled a C++20 program and it ran.', fix: '' },
      { capability: 'two-cores', ok: true, why: 'CPUs 0 and 1 are ours and do not share a core.', fix: '' },
      { capability: 'address-sanitizer', ok: true, why: 'It found an error that was put there.', fix: '' },
      { capability: 'thread-sanitizer', ok: true, why: 'It found a race that was put there.', fix: '' },
      { capability: 'sandbox', ok: true, why: 'bubblewrap started a program that could not see this folder.', fix: '' },
    ],
    cpuPlan: { kind: 'planned', cpus: [0, 1], why: 'the only two there are' },
    host: HOSTS[0],
    exercises: [
      {
        exercise: 'ring/spsc',
        title: RING_EXERCISE.title,
        correctness: true,
        speed: true,
        timed: true,
        lacking: [],
        seconds: 8,
      },
      {
        exercise: 'dpdk/start',
        title: RING_EXERCISE.title,
        correctness: true,
        speed: true,
        timed: false,
        lacking: [],
        seconds: 3,
      },
    ],
    noise: {
      blocks: 21,
      ratio: { median: 1.002, low: 0.97, high: 1.03 },
      neighbours: 0.012,
      hypervisor: 0,
      interruptsPerSecond: 1342,
      seconds: 2.3,
    },
  },
  {
    schema: 1,
    machine: { ...BASE.machine, cores: 1, sandbox: 'limits-only', compiler: '' },
    capabilities: [
      {
        capability: 'compiler',
        ok: false,
        why: 'Neither g++ nor clang++ was found on the path.',
        fix: 'apt-get install g++',
      },
      {
        capability: 'two-cores',
        ok: false,
        why: 'Only CPU 0 may be used.',
        fix: 'taskset -c 0,1 bash, or give the container two CPUs',
      },
      {
        capability: 'thread-sanitizer',
        ok: false,
        why: 'It died at start-up: unexpected memory mapping 0x5e1a4f000000-0x5e1a4f021000.',
        fix: 'sysctl vm.mmap_rnd_bits=28',
      },
      { capability: 'sandbox', ok: false, why: 'bwrap: No permissions to create new namespace', fix: '' },
    ],
    cpuPlan: { kind: 'refused', why: 'only CPU 0 may be used by this process', fix: 'taskset -c 0,1 lab grade' },
    host: HOSTS[1],
    exercises: [
      {
        exercise: 'ring/spsc',
        title: RING_EXERCISE.title,
        correctness: false,
        speed: false,
        timed: true,
        lacking: ['compiler', 'two-cores', 'thread-sanitizer'],
        seconds: 8,
      },
      {
        exercise: 'batching/mmsg',
        title: RING_EXERCISE.summary,
        correctness: true,
        speed: false,
        timed: true,
        lacking: ['two-cores'],
        seconds: 130,
      },
    ],
    noise: null,
  },
];

export function auditCaseOf(over: Partial<AuditCase>): AuditCase {
  return {
    exercise: 'ring/spsc',
    misstated: [],
    name: 'impostors/incorrect.off-by-one-capacity',
    expected: 'incorrect',
    verdict: 'incorrect',
    reason: 'check-failed',
    detail: 'boundaries',
    outcome: 'as-promised',
    headroom: null,
    earlier: null,
    attempts: 1,
    seconds: 2.1,
    receipt: BASE,
    ...over,
  };
}

export const AUDIT_CASES: readonly AuditCase[] = [
  auditCaseOf({}),
  auditCaseOf({
    name: 'reference',
    expected: 'passed',
    verdict: 'passed',
    reason: 'faster-than-the-line',
    headroom: 2.02,
  }),
  auditCaseOf({
    name: 'naive',
    expected: 'too-slow',
    verdict: 'too-slow',
    reason: 'slower-than-the-line',
    headroom: 0.21,
    seconds: 9.8,
  }),
  auditCaseOf({
    name: 'impostors/incorrect.swaps-items-only-when-timed',
    verdict: 'passed',
    reason: 'faster-than-the-line',
    detail:
      'throughput: above the line in 9 of 9 rounds; round-trip: above the line in 9 of 9 rounds; bulk: above the line in 9 of 9 rounds',
    outcome: 'contradiction',
    headroom: 1.9,
  }),
  auditCaseOf({
    name: 'alternatives/passed.cached-indices',
    expected: 'passed',
    verdict: 'passed',
    outcome: 'contradiction',
    headroom: 1.08,
    reason: 'faster-than-the-line',
  }),
  auditCaseOf({
    name: 'impostors/too-slow.mutex-with-padding',
    expected: 'too-slow',
    verdict: 'inconclusive',
    outcome: 'inconclusive',
    headroom: 0.98,
    attempts: 2,
    seconds: 131,
    reason: 'too-noisy',
    detail: '64 % of the measurements were disturbed',
  }),
  auditCaseOf({
    name: 'naive',
    expected: 'too-slow',
    verdict: 'too-slow',
    reason: 'over-the-line',
    outcome: 'contradiction',
    misstated: [{ name: 'transfers', stated: 5.7, counted: 6.21 }],
  }),
  auditCaseOf({
    name: 'impostors/too-slow.sleeps-when-empty',
    expected: 'too-slow',
    verdict: 'too-slow',
    outcome: 'wavering',
    earlier: 'incorrect',
    headroom: 0.01,
    attempts: 2,
    seconds: 31,
    reason: 'slower-than-the-line',
  }),
];

export const BENCH: BenchResult = {
  name: 'verdicts',
  command: 'lab bench verdicts --repetitions 500 --seed 1',
  tables: [
    {
      title: 'Whole commands, wall time',
      columns: ['command', 'ms: median (min to max)', 'times an empty node'],
      rows: [
        ['node -e 0', '19 (18 to 22)', '1.00 (1.00 to 1.00)'],
        ['lab list', '41 (40 to 47)', '2.12 (2.05 to 2.31)'],
        ['lab hint ring/spsc', '68 (66 to 80)', '3.51 (3.40 to 3.99)'],
      ],
    },
    {
      title: 'lab: wrong verdicts % (no verdict %); at 1.00 passed / too slow / no verdict %',
      columns: ['noise', '0.70', '0.85', '0.95', '0.98', '1.00', '1.02', '1.05', '1.15', '1.30'],
      rows: [
        [
          'quiet',
          '0.0 (0.0)',
          '0.0 (0.0)',
          '0.0 (4.2)',
          '0.4 (71.2)',
          '0.6 / 0.4 / 99.0',
          '0.2 (69.0)',
          '0.0 (3.8)',
          '0.0 (0.0)',
          '0.0 (0.0)',
        ],
        [
          'bursts of neighbours',
          '0.0 (0.0)',
          '0.0 (0.2)',
          '0.0 (9.2)',
          '0.4 (81.2)',
          '0.6 / 0.4 / 99.0',
          '0.2 (79.0)',
          '0.0 (8.8)',
          '0.0 (0.0)',
          '0.0 (0.0)',
        ],
      ],
    },
  ],
  notes: ['Simulated machines on a 1 ms grid; the judge, its gates, controls and limits are the shipped ones.'],
  data: null,
};
