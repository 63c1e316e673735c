import { describe, expect, it } from 'vitest';
import type { Exercise, Metric } from '../domain/exercise.ts';
import type { GradeRequest } from '../domain/grade-request.ts';
import type { TestbedPlan } from '../domain/testbed-plan.ts';
import { machineClass, refuseUselessTestbed, withLinesOf } from './devices.ts';

const metric = (name: string, devices?: Metric['devices']): Metric =>
  ({ name, line: 0.4, naive: 0.02, ...(devices ? { devices } : {}) }) as unknown as Metric;

const forwarder = {
  id: 'dpdk/forwarder',
  testbed: 'dpdk',
  metrics: [metric('trains'), metric('round-trip', { 'veth-packet': { line: 0.3, naive: 0.13 } })],
} as unknown as Exercise;

const VETH: TestbedPlan = { schema: 1, device: 'veth-packet' };
const NIC: TestbedPlan = {
  schema: 1,
  device: 'nic',
  cpus: { generator: 0, program: 1 },
  cables: [{ generator: '0000:01:00.0', program: '0000:02:00.0' }],
};

function request(exercise: Exercise, testbed?: TestbedPlan): GradeRequest {
  return { exercise, ...(testbed ? { testbed } : {}) } as GradeRequest;
}

const linesOver = (testbed?: TestbedPlan): unknown[] =>
  withLinesOf(request(forwarder, testbed)).exercise.metrics.map(({ name, line, naive }) => [name, line, naive]);

describe('lines over a device', () => {
  it('are the usual ones over memif, asked for or not', () => {
    const usual = [
      ['trains', 0.4, 0.02],
      ['round-trip', 0.4, 0.02],
    ];
    expect(linesOver()).toEqual(usual);
    expect(linesOver({ schema: 1, device: 'memif' })).toEqual(usual);
  });

  it('are its own over any other, and what has none is not measured there', () => {
    expect(linesOver(VETH)).toEqual([['round-trip', 0.3, 0.13]]);
  });
});

describe('a verdict over a device', () => {
  it('is evidence for that device alone', () => {
    const classes = [undefined, VETH].map((testbed) => machineClass('a1b2', request(forwarder, testbed)));
    expect(classes).toEqual(['a1b2', 'a1b2 veth-packet']);
  });

  it('is not given where a testbed.json has no meaning, or no lines', () => {
    const inProcess = { ...forwarder, testbed: 'inprocess' } as Exercise;
    const without = { ...forwarder, metrics: [metric('trains')] };
    expect(() => {
      refuseUselessTestbed(request(inProcess, VETH));
    }).toThrow('changes nothing for it');
    expect(() => {
      refuseUselessTestbed(request(without, VETH));
    }).toThrow('has no lines for veth-packet');
    expect(() => {
      refuseUselessTestbed(request(forwarder, NIC));
    }).toThrow('belongs to one process at a time');
    expect(() => {
      refuseUselessTestbed(request(forwarder, { schema: 1, device: 'veth-xdp' }));
    }).toThrow('rights over the whole machine');
    refuseUselessTestbed(request(forwarder, VETH));
    refuseUselessTestbed(request(inProcess));
  });
});
