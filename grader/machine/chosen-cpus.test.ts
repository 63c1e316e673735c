import { describe, expect, it } from 'vitest';
import { checkCpus } from './cpu-plan.ts';
import type { CpuPlace } from './topology.ts';

const place = (cpu: number, core: number): CpuPlace => ({ cpu, core: String(core), package: '0', isolated: false });
const places = [place(0, 0), place(1, 1), place(2, 0), place(3, 1)];

describe('CPUs that somebody has chosen', () => {
  it('are taken in the order in which they were named', () => {
    expect(checkCpus(places, [3, 0])).toMatchObject({ kind: 'planned', cpus: [3, 0] });
  });

  it('are refused where this process may not run', () => {
    expect(checkCpus(places, [0, 7])).toMatchObject({ kind: 'refused', why: expect.stringContaining('CPU 7') });
  });

  it('are refused where they are two threads of one core', () => {
    expect(checkCpus(places, [1, 3])).toMatchObject({ kind: 'refused', why: expect.stringContaining('one core') });
  });
});
