import { describe, expect, it } from 'vitest';
import { chooseCpus } from './cpu-plan.ts';
import { parseCpuList, type CpuPlace } from './topology.ts';

function place(cpu: number, core: number, pack = 0, isolated = false): CpuPlace {
  return { cpu, core: `${String(pack)}:${String(core)}`, package: String(pack), isolated };
}

describe('chooseCpus', () => {
  it('takes both cores of a machine that has two', () => {
    expect(chooseCpus([place(0, 0), place(1, 1)], null, 2)).toMatchObject({ kind: 'planned', cpus: [0, 1] });
  });

  it('refuses two hardware threads of one core, and says that this is the reason', () => {
    const plan = chooseCpus([place(0, 0), place(1, 0)], null, 2);
    expect(plan).toMatchObject({ kind: 'refused' });
    expect(plan.why).toContain('1 core');
  });

  it('never puts two threads on siblings while there is another core', () => {
    const siblings = [place(0, 0), place(1, 1), place(2, 0), place(3, 1)];
    const plan = chooseCpus(siblings, null, 2);
    const cores = plan.kind === 'planned' ? plan.cpus.map((cpu) => siblings[cpu]?.core) : [];
    expect(new Set(cores).size).toBe(2);
  });

  it('leaves CPU 0 alone where there are others', () => {
    expect(chooseCpus([place(0, 0), place(1, 1), place(2, 2)], null, 2)).toMatchObject({ cpus: [1, 2] });
  });

  it('prefers isolated CPUs', () => {
    const plan = chooseCpus([place(1, 1), place(2, 2), place(3, 3, 0, true), place(4, 4, 0, true)], null, 2);
    expect(plan).toMatchObject({ cpus: [3, 4] });
  });

  it('stays on one socket where it can, and says so where it cannot', () => {
    const near = chooseCpus([place(0, 0, 0), place(1, 0, 1), place(2, 1, 1)], null, 2);
    expect(near).toMatchObject({ cpus: [1, 2], why: 'different cores of one socket' });
    const far = chooseCpus([place(0, 0, 0), place(1, 0, 1)], null, 2);
    expect(far).toMatchObject({ kind: 'planned', cpus: [0, 1] });
    expect(far.why).toContain('different sockets');
  });

  it('refuses a control group with less CPU time than the threads will burn', () => {
    expect(chooseCpus([place(0, 0), place(1, 1)], 1.5, 2)).toMatchObject({ kind: 'refused' });
    expect(chooseCpus([place(0, 0), place(1, 1)], 2, 2)).toMatchObject({ kind: 'planned' });
  });
});

describe('parseCpuList', () => {
  it("reads the kernel's ranges", () => {
    expect(parseCpuList('0-2,5,7-8\n')).toEqual([0, 1, 2, 5, 7, 8]);
    expect(parseCpuList('\n')).toEqual([]);
  });
});
