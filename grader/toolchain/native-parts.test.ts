import { expect, it } from 'vitest';
import { nativeParts } from './native-parts.ts';

it('links the traffic generator with checks over ports of DPDK, and nothing of ours with what is timed there', () => {
  expect(nativeParts('check', { testbed: 'dpdk' })?.archives).toContain('build/liblab_trafficgen.a');
  expect(nativeParts('dut', { testbed: 'dpdk' })).toBeNull();
});

it('links our side of a wire with the check that drives, and not with one that holds the learner’s code', () => {
  expect(nativeParts('wire-check', { testbed: 'sockets' })?.rooms).toEqual(['wire', 'netload']);
  expect(nativeParts('check', { testbed: 'sockets' })).toBeNull();
  expect(nativeParts('check', { testbed: 'inprocess' })).toBeNull();
});
