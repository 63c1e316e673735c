import { z } from 'zod';
import type { BenchResult, BenchTable } from '../domain/bench-result.ts';
import type { DeviceKind } from '../domain/testbed-plan.ts';
import { formatSpread, spreadOf } from './spread.ts';

/** What `lab-trafficgen measure` prints of one program: frames a second, and nanoseconds. */
export const measured = z.object({
  rate: z.number(),
  lossFreeRate: z.number(),
  p50Ns: z.number(),
  p99Ns: z.number(),
});
export type Measured = z.infer<typeof measured>;

/** How it came about. */
export interface DpdkRun {
  readonly repetitions: number;
  readonly device: DeviceKind;
}

const OVER: Readonly<Record<DeviceKind, string>> = {
  memif: 'memif',
  'veth-packet': 'veth and packet sockets',
  'veth-xdp': 'veth and AF_XDP',
  nic: 'network ports',
};

/** The table of all programs; the first is ours, and the others are compared with it turn by turn. */
export function dpdkTable(
  results: ReadonlyMap<string, readonly Measured[]>,
  cycles: BenchTable,
  { repetitions, device }: DpdkRun,
): BenchResult {
  const [ours = []] = results.values();
  const rows = [...results].map(([name, runs]) => [
    name,
    formatSpread(spreadOf(runs.map(({ rate }) => rate / 1e6))),
    formatSpread(spreadOf(runs.map(({ rate }, turn) => (ours[turn]?.rate ?? Number.NaN) / rate))),
    formatSpread(spreadOf(runs.map(({ lossFreeRate }) => lossFreeRate / 1e6))),
    formatSpread(spreadOf(runs.map(({ p50Ns }) => p50Ns)), 0),
  ]);
  return {
    name: 'dpdk',
    command: `lab bench dpdk --repetitions ${String(repetitions)}${device === 'memif' ? '' : ' --testbed FILE'}`,
    tables: [
      {
        title: `Frames of 64 bytes over ${OVER[device]}, two ports, both ways: median (min to max)`,
        columns: ['device under test', 'Mpps', 'ours / it', 'Mpps without loss', 'p50 ns'],
        rows,
      },
      cycles,
    ],
    notes: [
      'The generator and its sink share one CPU: at full load they are slower than any of these. See lab-trafficgen selftest.',
      ...(results.size > 1 ? [] : ['testpmd is left out: apt-get install dpdk']),
    ],
    data: Object.fromEntries(results),
  };
}
