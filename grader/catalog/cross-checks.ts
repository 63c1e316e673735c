import type { Fault } from './faults.ts';
import { fieldOf, listOf } from './fields.ts';
import { isOffered, misplacedLoad, workloadKey } from './open-loop-checks.ts';

/** No known solution comes closer to a line than this factor (measurement.md 2.7). */
const CLEAR_OF_LINE = 1.15;

/**
 * What the schema cannot say of one file: values that must differ, and the order of a metric's ratios. Reads the raw
 * JSON, so that these faults are found together with the schema's and not after them.
 */
export function crossCheck(raw: unknown, file: string): Fault[] {
  const metrics = listOf(raw, 'metrics');
  const counts = listOf(raw, 'counts');
  return [
    ...repeated(
      listOf(raw, 'files'),
      (value) => value,
      (index) => `files[${index}]`,
      file,
    ),
    ...repeated(
      [...metrics, ...counts],
      (one) => fieldOf(one, 'name'),
      (index) => namePath(Number(index), metrics.length),
      file,
    ),
    ...repeated(metrics, workloadKey, (index) => `metrics[${index}].workload`, file),
    ...repeated(listOf(raw, 'checks'), programOf, (index) => `checks[${index}]`, file),
    ...counts.flatMap((count, index) => misplacedAmounts(count, `counts[${String(index)}]`, file)),
    ...metrics.flatMap((metric, index) => misplacedTraffic(metric, fieldOf(raw, 'testbed'), index, file)),
    ...metrics.flatMap((metric, index) =>
      misplacedLoad(metric, fieldOf(raw, 'testbed'), `metrics[${String(index)}]`, file),
    ),
    ...metrics.flatMap((metric, index) =>
      fieldOf(metric, 'floor') === true
        ? misplacedFloor(metric, counts, `metrics[${String(index)}]`, file)
        : misplacedLine(metric, `metrics[${String(index)}]`, file),
    ),
    ...untimed(raw, file),
  ];
}

/** A source may be checked under several profiles, but not twice under one. */
function programOf(check: unknown): unknown {
  const source = fieldOf(check, 'source');
  const profile = fieldOf(check, 'profile');
  return typeof source === 'string' && typeof profile === 'string' ? `${source} (${profile})` : undefined;
}

function repeated(
  list: readonly unknown[],
  pick: (entry: unknown) => unknown,
  pathOf: (index: string) => string,
  file: string,
): Fault[] {
  const values = list.map(pick);
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    if (value === undefined || first === index) return [];
    const problem = `${JSON.stringify(value)} is also ${pathOf(String(first))}`;
    return [{ file, path: pathOf(String(index)), problem, allowed: 'a value of its own' }];
  });
}

/** On a wire each metric says what is sent, counted from workload 0; elsewhere nothing is sent, and no latency seen. */
function misplacedTraffic(metric: unknown, testbed: unknown, index: number, file: string): Fault[] {
  const path = `metrics[${String(index)}]`;
  const traffic = fieldOf(metric, 'traffic');
  if (testbed !== 'sockets') {
    const quantity = fieldOf(metric, 'quantity') ?? 'rate';
    const none = {
      file,
      allowed: 'only with another testbed',
      problem: testbed === 'dpdk' ? 'the workload says what is sent' : 'nothing is sent in a process',
    };
    return [
      ...(traffic === undefined ? [] : [{ ...none, path: `${path}.traffic` }]),
      ...(quantity === 'rate' || testbed === 'dpdk' ? [] : [{ ...none, path: `${path}.quantity` }]),
    ];
  }
  const needs = fieldOf(traffic, 'loop') === 'open' && !isOffered(metric) ? 'rate' : 'bytes';
  const incomplete = fieldOf(traffic, needs) === undefined;
  return [
    ...(incomplete ? [{ file, path: `${path}.traffic`, problem: 'missing', allowed: `an object with ${needs}` }] : []),
    ...(fieldOf(metric, 'workload') === index
      ? []
      : [
          {
            file,
            path: `${path}.workload`,
            problem: 'out of turn',
            allowed: `${String(index)}, its place in the list`,
          },
        ]),
  ];
}

/** The naive solution has to miss the line, or there is nothing to learn. */
function misplacedLine(metric: unknown, path: string, file: string): Fault[] {
  const line = fieldOf(metric, 'line');
  const naive = fieldOf(metric, 'naive');
  if (typeof line !== 'number' || typeof naive !== 'number' || naive < line) return [];
  return [
    {
      file,
      path: `${path}.naive`,
      problem: `${String(naive)} reaches the line`,
      allowed: `less than the line, ${String(line)}`,
    },
  ];
}

/** Under a floor the naive solution is a count's to find. Whether anything is lost has a control of its own. */
function misplacedFloor(metric: unknown, counts: readonly unknown[], path: string, file: string): Fault[] {
  const fault = { file, path: `${path}.floor` };
  if (fieldOf(metric, 'quantity') === 'loss') return [{ ...fault, problem: 'misplaced', allowed: 'none for a loss' }];
  if (counts.some(isAboveForNaive)) return [];
  return [
    {
      ...fault,
      problem: 'no count finds the naive solution',
      allowed: 'only with a count that it is above the line of',
    },
  ];
}

/**
 * Who times nothing has no program to be timed and asks nothing of the machine for it. The arm is run for metrics, and on
 * a wire by the checks; the naive solution can be told by counts alone only if one of them is above its line.
 */
function untimed(raw: unknown, file: string): Fault[] {
  if (!Array.isArray(fieldOf(raw, 'metrics'))) return [];
  const isTimed = listOf(raw, 'metrics').length > 0;
  const checks = listOf(raw, 'checks');
  const isDriven = fieldOf(raw, 'testbed') === 'sockets' && checks.some((one) => fieldOf(one, 'inProcess') !== true);
  const arm = fieldOf(raw, 'arm');
  const faults: Fault[] = [];
  const add = (path: string, problem: string, allowed: string): number => faults.push({ file, path, problem, allowed });
  if (arm === undefined && (isTimed || isDriven)) add('arm', 'missing', 'a .cc file in check/: check/arm.cc');
  if (isTimed) return faults;
  if (arm !== undefined && !isDriven) add('arm', 'nothing runs it', 'none where there are no metrics');
  if (listOf(fieldOf(raw, 'requires'), 'speed').length > 0)
    add('requires.speed', 'nothing is timed', 'an empty list where there are no metrics');
  if (fieldOf(raw, 'loads') !== undefined) add('loads', 'nothing is timed', 'none where there are no metrics');
  const counts = listOf(raw, 'counts');
  if (counts.length > 0 && !counts.some(isAboveForNaive))
    add('counts', 'the naive solution passes all of them', 'one whose naive is above its line, or metrics');
  return faults;
}

function isAboveForNaive(count: unknown): boolean {
  return Number(fieldOf(count, 'naive')) > Number(fieldOf(count, 'line'));
}

/** Metrics and counts share one list of names: titles are found by them. */
function namePath(index: number, metrics: number): string {
  return index < metrics ? `metrics[${String(index)}].name` : `counts[${String(index - metrics)}].name`;
}

/** The reference stays clear of the line; the naive solution does so on either side, since counts need no control. */
function misplacedAmounts(count: unknown, path: string, file: string): Fault[] {
  const [line, reference, naive] = ['line', 'reference', 'naive'].map((key) => fieldOf(count, key));
  if (typeof line !== 'number' || typeof reference !== 'number' || typeof naive !== 'number') return [];
  const fault = (key: string, value: number, allowed: string): Fault => {
    return { file, path: `${path}.${key}`, problem: `${String(value)} is too close to the line`, allowed };
  };
  const faults: Fault[] = [];
  if (reference * CLEAR_OF_LINE > line)
    faults.push(fault('reference', reference, `at most ${shown(line / CLEAR_OF_LINE)}`));
  const [least, most] = [line / CLEAR_OF_LINE, line * CLEAR_OF_LINE];
  if (naive > least && naive < most) {
    faults.push(fault('naive', naive, `at most ${shown(least)}, or at least ${shown(most)}`));
  }
  return faults;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}
