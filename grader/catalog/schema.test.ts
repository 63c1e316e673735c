import { describe, expect, it } from 'vitest';
import { crossCheck } from './cross-checks.ts';
import { readFacts } from './schema.ts';

const both = (text: string): object => ({ en: text, ko: text });
const metric = {
  name: 'throughput',
  title: both('Throughput'),
  workload: 0,
  unit: 'items/s',
  clock: 'wall',
  line: 0.5,
  naive: 0.1,
  deadBand: 0.02,
  distribution: false,
};
const good = {
  schema: 1,
  title: both('Count'),
  summary: both('Counts.'),
  concepts: ['counting'],
  requires: { correctness: ['compiler'], speed: [] },
  after: ['ring/spsc'],
  minutes: 5,
  testbed: 'inprocess',
  files: ['count.hpp'],
  checks: [{ source: 'check/behaviour.cc', profile: 'address', seconds: 10 }],
  steps: { answer: both('The answer') },
  arm: 'check/arm.cc',
  metrics: [metric],
};

const count = { name: 'transfers', title: both('Transfers'), unit: 'transfers/item', line: 2, reference: 1, naive: 5 };

const onWire = (...metrics: object[]): string[] =>
  crossCheck({ testbed: 'sockets', arm: 'check/dut.cc', metrics }, 'x').map(({ path }) => path);

const faultsOf = (raw: unknown): { path: string; problem: string; allowed: string }[] =>
  readFacts(raw, 'x').faults.map(({ path, problem, allowed }) => ({ path, problem, allowed }));

describe('readFacts', () => {
  it('takes a complete description, without its schema number', () => {
    const { facts, faults } = readFacts(good, 'x');
    expect(faults).toEqual([]);
    const { schema: _schema, ...rest } = good;
    expect(facts).toEqual({ ...rest, counts: [], packages: [] });
  });

  it('misses every key that is left out', () => {
    const keys = Object.keys(good).filter((key) => key !== 'arm');
    const faults = faultsOf({});
    expect(faults.map(({ path }) => path)).toEqual(keys);
    expect(faults.map(({ problem }) => problem)).toEqual(keys.map(() => 'missing'));
    expect(faults.every(({ allowed }) => allowed !== '' && !allowed.includes('Invalid'))).toBe(true);
  });

  it('does not take keys that it does not know, and lists those that it does', () => {
    const faults = faultsOf({ ...good, colour: 'red', metrics: [{ ...metric, unti: 'ns' }] });
    expect(faults).toEqual([
      expect.objectContaining({
        path: 'metrics[0].unti',
        problem: 'unknown key',
        allowed: [...Object.keys(metric), 'floor', 'quantity', 'traffic', 'devices', 'load'].join(', '),
      }),
      expect.objectContaining({
        path: 'colour',
        problem: 'unknown key',
        allowed: expect.stringContaining('steps, counts, arm'),
      }),
    ]);
  });

  it('takes counts where there are some', () => {
    const { facts, faults } = readFacts({ ...good, counts: [count] }, 'x');
    expect(faults).toEqual([]);
    expect(facts?.counts).toEqual([count]);
  });

  it.each([
    ['testbed', { testbed: 'moon' }, '"inprocess", "sockets"'],
    ['requires.speed[0]', { requires: { correctness: [], speed: ['gpu'] } }, '"compiler", "two-cores"'],
    [
      'checks[0].profile',
      { checks: [{ ...good.checks[0], profile: 'fast' }] },
      '"address", "thread", "simulated", "optimized"',
    ],
    ['metrics[0].line', { metrics: [{ ...metric, line: 1 }] }, 'between 0 and 1'],
    ['metrics[0].workload', { metrics: [{ ...metric, workload: 1.5 }] }, 'a whole number'],
    ['title.ko', { title: { en: 'x' } }, 'text, not empty'],
    ['steps.answer.ko', { steps: { answer: { en: 'x', ko: ' ' } } }, 'text, not empty'],
    ['steps.An Answer', { steps: { 'An Answer': both('x') } }, 'small letters and dashes'],
    ['files[0]', { files: ['../count.hpp'] }, 'a file name without folders'],
    ['files[0]', { files: ['.hidden'] }, 'a file name without folders'],
    ['arm', { arm: 'check/../../arm.cc' }, 'a .cc file in check/'],
    ['arm', { arm: '/check/arm.cc' }, 'a .cc file in check/'],
    ['minutes', { minutes: '5' }, 'a whole number from 1'],
    ['after[0]', { after: ['spsc'] }, 'ring/spsc'],
    ['metrics', { metrics: undefined }, 'empty where nothing is timed'],
    ['schema', { schema: 2 }, '1'],
    ['counts[0].line', { counts: [{ ...count, line: 0 }] }, 'a number above 0'],
    ['counts[0].naive', { counts: [{ ...count, naive: -1 }] }, 'a number from 0'],
    ['counts[0].unit', { counts: [{ ...count, unit: '' }] }, 'text, not empty'],
  ])('says at %s what is allowed there', (path, change, allowed) => {
    const faults = faultsOf({ ...good, ...change });
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]?.allowed).toContain(allowed);
  });

  it.each([[null], [[]], ['text'], [7]])('does not take %j for a description', (raw) => {
    expect(faultsOf(raw)).toHaveLength(1);
  });
});

const pathsOf = (raw: object): string[] => crossCheck(raw, 'x').map(({ path }) => path);

describe('crossCheck', () => {
  it('finds nothing wrong with a good description', () => {
    expect(crossCheck(good, 'x')).toEqual([]);
  });

  it('finds what is there twice, also in a description with other faults', () => {
    const raw = {
      arm: good.arm,
      metrics: [metric, { ...metric, name: 'bulk', bogus: 1 }, { ...metric, workload: 1 }],
      files: ['a.hpp', 'a.hpp'],
      checks: [...good.checks, { ...good.checks[0], profile: 'thread' }, good.checks[0]],
    };
    const paths = crossCheck(raw, 'x').map(({ path }) => path);
    expect(paths).toEqual(['files[1]', 'metrics[2].name', 'metrics[1].workload', 'checks[2]']);
  });

  it('keeps counts and metrics apart by name', () => {
    const raw = { arm: good.arm, metrics: [metric], counts: [count, { ...count, name: 'throughput' }, count] };
    expect(crossCheck(raw, 'x').map(({ path }) => path)).toEqual(['counts[1].name', 'counts[2].name']);
  });

  it('wants reference and naive solution clear of the line of a count', () => {
    const raw = { counts: [{ ...count, line: 1.1, naive: 1.2 }] };
    expect(crossCheck(raw, 'x')).toEqual([
      expect.objectContaining({ path: 'counts[0].reference', allowed: 'at most 0.9565' }),
      expect.objectContaining({ path: 'counts[0].naive', allowed: 'at most 0.9565, or at least 1.265' }),
    ]);
    expect(crossCheck({ counts: [{ ...count, reference: 0 }] }, 'x')).toEqual([]);
  });

  it('wants the naive solution below the line', () => {
    const faults = crossCheck({ arm: good.arm, metrics: [{ ...metric, naive: 0.5 }] }, 'x');
    expect(faults).toEqual([expect.objectContaining({ path: 'metrics[0].naive', allowed: 'less than the line, 0.5' })]);
  });

  it('takes a floor that the naive solution reaches, where a count finds it', () => {
    const raw = { arm: good.arm, metrics: [{ ...metric, naive: 0.8, floor: true }] };
    expect(crossCheck({ ...raw, counts: [count] }, 'x')).toEqual([]);
    expect(crossCheck(raw, 'x')).toEqual([
      expect.objectContaining({ path: 'metrics[0].floor', problem: 'no count finds the naive solution' }),
    ]);
  });

  it('wants an open loop to be whole: loss and its unit, a load and a percentile, bursts and how large', () => {
    const loss = { ...metric, quantity: 'loss', unit: 'share', line: 0.8, naive: 0 };
    const bursts = { loop: 'open', bytes: 64, arrivals: 'bursts', burst: 1.6 };
    const half = { ...metric, name: 'half', workload: 1, unit: 'ns', quantity: 'p50', load: 0.5 };
    expect(onWire({ ...loss, traffic: bursts }, { ...half, traffic: { loop: 'open', bytes: 64 } })).toEqual([]);
    expect(onWire({ ...loss, unit: 'ns', line: 0.95, traffic: bursts })).toEqual([
      'metrics[0].unit',
      'metrics[0].line',
    ]);
    expect(onWire({ ...loss, load: 0.5, traffic: { ...bursts, rate: 9 } })).toEqual([
      'metrics[0].load',
      'metrics[0].traffic.rate',
    ]);
    expect(onWire({ ...loss, traffic: { loop: 'window', bytes: 64, burst: 2 } })).toEqual([
      'metrics[0].traffic.loop',
      'metrics[0].traffic.burst',
    ]);
    expect(onWire({ ...metric, load: 0.5, naive: 0, traffic: { loop: 'open', bytes: 64 } })).toEqual([
      'metrics[0].naive',
      'metrics[0].load',
    ]);
  });

  it('lets a workload of a testbed without traffic be judged twice, under load', () => {
    const loss = { ...metric, quantity: 'loss', unit: 'share', line: 0.6 };
    const half = { ...metric, name: 'half', unit: 'ns', quantity: 'p50', load: 0.5 };
    expect(crossCheck({ testbed: 'dpdk', arm: 'check/dut.cc', metrics: [loss, half] }, 'x')).toEqual([]);
    expect(
      crossCheck({ testbed: 'dpdk', arm: 'check/dut.cc', metrics: [half, { ...half, name: 'again' }] }, 'x'),
    ).toHaveLength(1);
    expect(
      crossCheck({ testbed: 'inprocess', arm: 'check/arm.cc', metrics: [half] }, 'x').map(({ path }) => path),
    ).toContain('metrics[0].load');
  });

  describe('of an exercise that times nothing', () => {
    const { arm: _arm, ...rest } = good;
    const untimed = { ...rest, metrics: [] };

    it('is content without metrics and without an arm, with counts or without', () => {
      expect(readFacts(untimed, 'x').faults).toEqual([]);
      expect(pathsOf(untimed)).toEqual([]);
      expect(pathsOf({ ...untimed, counts: [count] })).toEqual([]);
    });

    it('wants an arm where there is something to be timed, or a wire to drive it over', () => {
      const wire = { ...untimed, testbed: 'sockets' };
      expect(pathsOf({ ...rest, metrics: [metric] })).toEqual(['arm']);
      expect(pathsOf(wire)).toEqual(['arm']);
      expect(pathsOf({ ...wire, checks: [{ ...good.checks[0], inProcess: true }] })).toEqual([]);
      expect(pathsOf({ ...wire, arm: 'check/dut.cc' })).toEqual([]);
    });

    it('wants nothing that only timing needs', () => {
      const needs = { correctness: [], speed: ['two-cores'] };
      const loads = { loop: 'open', bytes: 64 };
      expect(pathsOf({ ...untimed, arm: 'check/arm.cc', requires: needs, loads })).toEqual([
        'arm',
        'requires.speed',
        'loads',
      ]);
    });

    it('wants a count that the naive solution is above', () => {
      expect(pathsOf({ ...untimed, counts: [{ ...count, naive: 0 }] })).toEqual(['counts']);
      expect(
        pathsOf({
          ...untimed,
          counts: [
            { ...count, naive: 0 },
            { ...count, name: 'calls' },
          ],
        }),
      ).toEqual([]);
    });
  });

  it.each([[null], [[]], ['text'], [{ metrics: 7, files: {}, checks: null }]])('survives %j', (raw) => {
    expect(crossCheck(raw, 'x')).toEqual([]);
  });
});
