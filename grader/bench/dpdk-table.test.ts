import { describe, expect, it } from 'vitest';
import { dpdkTable, measured, type Measured } from './dpdk-table.ts';

const run = (rate: number, p50Ns = 1000): Measured => ({ rate, lossFreeRate: rate / 2, p50Ns, p99Ns: 2 * p50Ns });

const CYCLES = { title: 'cycles', columns: ['forwarder', 'cycles'], rows: [] };

const results = new Map([
  ['dpdk/forwarder', [run(4e6), run(2e6), run(3e6)]],
  ['testpmd mac', [run(2e6, 800), run(4e6, 700), run(3e6, 900)]],
]);

describe('the table of lab bench dpdk', () => {
  const bench = dpdkTable(results, CYCLES, { repetitions: 3, device: 'veth-packet' });

  it('compares turn by turn, since neighbours in time saw the same machine', () => {
    const [ours, testpmd] = bench.tables[0]?.rows ?? [];
    expect(ours).toEqual([
      'dpdk/forwarder',
      '3.00 (2.00 to 4.00)',
      '1.00 (1.00 to 1.00)',
      '1.50 (1.00 to 2.00)',
      '1000 (1000 to 1000)',
    ]);
    expect(testpmd?.[2]).toBe('1.00 (0.50 to 2.00)');
    expect(testpmd?.[4]).toBe('800 (700 to 900)');
  });

  it('says what it went over, and how to have it again', () => {
    expect(bench.tables[0]?.title).toContain('over veth and packet sockets');
    expect(bench.command).toBe('lab bench dpdk --repetitions 3 --testbed FILE');
    expect(dpdkTable(results, CYCLES, { repetitions: 1, device: 'memif' }).command).toBe(
      'lab bench dpdk --repetitions 1',
    );
  });

  it('says that testpmd is missing where it is', () => {
    const alone = dpdkTable(new Map([...results].slice(0, 1)), CYCLES, { repetitions: 3, device: 'memif' });
    expect(alone.notes.join('\n')).toContain('apt-get install dpdk');
    expect(bench.notes.join('\n')).not.toContain('apt-get');
  });

  it('takes nothing for a measurement that lacks a figure', () => {
    expect(measured.safeParse({ rate: 1, lossFreeRate: 1, p50Ns: 1 }).success).toBe(false);
  });
});
