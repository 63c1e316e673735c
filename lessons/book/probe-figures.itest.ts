import { expect, it } from 'vitest';
import { PROBES } from '../../grader/probe/probe.ts';
import { PROBE_FIGURES } from './probe-figures.ts';

it('lessons may name exactly the figures that probes have, in their units', () => {
  const there = PROBES.map(({ name, figures }) => [
    name,
    Object.fromEntries(figures.map((one) => [one.name, one.unit])),
  ]);
  expect(PROBE_FIGURES).toEqual(Object.fromEntries(there));
});
