import { describe, expect, it } from 'vitest';
import { Machine, NOISE_MODELS, type NoiseModel } from './machine.ts';
import { Random } from './random.ts';

function modelOf(name: string): NoiseModel {
  const found = NOISE_MODELS.find((model) => model.name === name);
  if (!found) throw new Error(name);
  return found;
}

const SECOND = 1000;

describe('a simulated machine', () => {
  it('carries items at the speed of the process, whether asked for a time or for a number', () => {
    const machine = new Machine(modelOf('quiet'), new Random(1));
    const process = machine.start('reference', 1000);
    expect(machine.runFor(process, SECOND) / SECOND / process.itemsPerMs).toBeCloseTo(1, 1);
    expect(
      (SECOND * process.itemsPerMs) / machine.carry(process, SECOND * process.itemsPerMs) / process.itemsPerMs,
    ).toBeCloseTo(1, 1);
  });

  it('lets time pass by what was asked of it, and no less', () => {
    const machine = new Machine(modelOf('all'), new Random(2));
    const process = machine.start('learner', 1000);
    machine.idle(2.5);
    machine.runFor(process, 3.25);
    expect(machine.now).toBeCloseTo(5.75, 9);
    const took = machine.carry(process, 10_000);
    expect(machine.now).toBeCloseTo(5.75 + took, 9);
  });

  it('gives each process its own layout', () => {
    const machine = new Machine(modelOf('layout'), new Random(3));
    const speeds = Array.from({ length: 400 }, () => Math.log(machine.start('learner', 1).itemsPerMs));
    const variance = speeds.reduce((sum, value) => sum + value ** 2, 0) / speeds.length;
    expect(Math.sqrt(variance)).toBeGreaterThan(0.025);
    expect(Math.sqrt(variance)).toBeLessThan(0.035);
  });

  it('with a neighbour that hurts one more than the other changes their ratio, in half of the sessions', () => {
    const ratios = Array.from({ length: 60 }, (_, session) => {
      const machine = new Machine(modelOf('asym'), new Random(4, session));
      const learner = machine.runFor(machine.start('learner', 1), 5 * SECOND);
      return learner / machine.runFor(machine.start('reference', 1), 5 * SECOND);
    });
    const hurt = ratios.filter((ratio) => ratio < 0.98).length;
    expect(hurt).toBeGreaterThan(15);
    expect(hurt).toBeLessThan(45);
  });
});

function draw(...seeds: readonly number[]): number[] {
  const random = new Random(...seeds);
  return Array.from({ length: 8 }, () => random.next());
}

function mean(of: () => number): number {
  return Array.from({ length: 20_000 }, of).reduce((sum, value) => sum + value, 0) / 20_000;
}

describe('Random', () => {
  it('repeats itself for the same seeds only', () => {
    expect(draw(1, 2)).toEqual(draw(1, 2));
    expect(draw(1, 2)).not.toEqual(draw(2, 1));
    expect(draw(1, 2)).not.toEqual(draw(1, 2, 0));
  });

  it('has the moments of its distributions', () => {
    const random = new Random(7);
    expect(mean(() => random.next())).toBeCloseTo(0.5, 1);
    expect(mean(() => random.normal())).toBeCloseTo(0, 1);
    expect(mean(() => random.normal() ** 2)).toBeCloseTo(1, 1);
    expect(mean(() => random.exponential(3)) / 3).toBeCloseTo(1, 1);
    expect(mean(() => Number(random.coin()))).toBeCloseTo(0.5, 1);
  });
});
