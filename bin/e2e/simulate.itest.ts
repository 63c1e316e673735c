import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulationReport } from '../../grader/domain/simulation-report.ts';
import { Learner } from './lab-runner.ts';

const DOOR = (store: string, load: string): string => `#include <atomic>
#include "lab/simulate.hpp"
void lab::scenario(lab::World& world) {
  auto* const wants = new std::atomic<bool>[2]{};
  auto* const inside = new std::atomic<int>(0);
  for (int me = 0; me < 2; ++me) {
    world.thread(me == 0 ? "first" : "second", [=, &world] {
      wants[me].store(true, std::memory_order_${store});
      if (wants[1 - me].load(std::memory_order_${load})) return;
      world.expect(inside->fetch_add(1) == 0, "Both are inside.");
    });
  }
  world.run();
}
`;

let folder = '';
let learner: Learner;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-simulate-'));
  learner = new Learner();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  learner[Symbol.dispose]();
});

async function simulate(
  code: string,
  ...options: string[]
): Promise<{ code: number | null; report: SimulationReport }> {
  const file = join(folder, 'door.cc');
  writeFileSync(file, code);
  const { code: exit, stdout } = await learner.lab(['simulate', file, '--json', ...options]);
  return { code: exit, report: JSON.parse(stdout) as SimulationReport };
}

describe('lab simulate', () => {
  it('finds what release and acquire leave open, and shows the same run again', async () => {
    const found = await simulate(DOOR('release', 'acquire'));
    expect(found).toMatchObject({ code: 1, report: { outcome: 'went-wrong', conclusion: 'Both are inside.' } });
    expect(found.report.moments.some(({ text }) => text.includes('an old value'))).toBe(true);
    const again = await simulate(DOOR('release', 'acquire'), '--replay', found.report.replay ?? '-');
    expect(again.report.moments).toEqual(found.report.moments);
  });

  it('exhausts a right one, and counts its cache lines', async () => {
    const { code, report } = await simulate(DOOR('seq_cst', 'seq_cst'));
    expect(code).toBe(0);
    expect(report).toMatchObject({ outcome: 'nothing-found', all: true });
    expect(report.lines?.transfers).toBeGreaterThan(0);
  });

  it.each([
    ['tso', 1],
    ['sc', 0],
  ])('asks a machine with the memory %s', async (memory, code) => {
    expect((await simulate(DOOR('release', 'acquire'), '--memory', memory)).code).toBe(code);
  });

  it('names the function that is missing, and refuses what is no source', async () => {
    const { code, report } = await simulate('int x;');
    expect(code).toBe(1);
    expect(report.conclusion).toContain('void lab::scenario(lab::World& world)');
    expect((await learner.lab(['simulate', 'README.md'])).code).toBe(2);
    expect((await learner.lab(['simulate', join(folder, 'none.cc')])).code).toBe(2);
  });
});
