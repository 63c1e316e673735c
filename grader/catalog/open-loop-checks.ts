import { fieldOf } from './fields.ts';
import type { Fault } from './faults.ts';

/** A line beyond this leaves the reference no room to be the control (measurement.md 2.4). */
const HIGHEST_LOSS_LINE = 0.9;

/** A percentile under load, or loss: what is sent then comes at a rate that the session finds out. */
export function isOffered(metric: unknown): boolean {
  return fieldOf(metric, 'quantity') === 'loss' || fieldOf(metric, 'load') !== undefined;
}

/** What distinguishes two metrics of one workload: what is judged of it, and the rate that is offered. */
export function workloadKey(metric: unknown): unknown {
  const workload = fieldOf(metric, 'workload');
  if (!isOffered(metric) || typeof workload !== 'number') return workload;
  return `${String(workload)} (${String(fieldOf(metric, 'quantity'))} at ${String(fieldOf(metric, 'load'))})`;
}

/** What belongs together in an open loop: loss and its unit, a load and a percentile, bursts and how large they are. */
export function misplacedLoad(metric: unknown, testbed: unknown, path: string, file: string): Fault[] {
  const faults: Fault[] = [];
  const say = (at: string, problem: string, allowed: string): void => {
    faults.push({ file, path: `${path}.${at}`, problem, allowed });
  };
  const [quantity = 'rate', load, line] = ['quantity', 'load', 'line'].map((key) => fieldOf(metric, key));
  const isLoss = quantity === 'loss';
  if (isLoss !== (fieldOf(metric, 'unit') === 'share'))
    say('unit', 'does not fit', '"share" for a loss, and for nothing else');
  if (isLoss && typeof line === 'number' && line > HIGHEST_LOSS_LINE) {
    say('line', `${String(line)} leaves the reference no room`, `at most ${String(HIGHEST_LOSS_LINE)}`);
  }
  if (!isLoss && fieldOf(metric, 'naive') === 0) say('naive', '0 is no ratio', 'above 0, but for a loss');
  if (load !== undefined && (isLoss || quantity === 'rate')) {
    say('load', 'misplaced', isLoss ? 'none: the line of a loss is its load' : 'only for a percentile');
  }
  if (load !== undefined && testbed === 'inprocess')
    say('load', 'nothing is sent in a process', 'only with another testbed');
  return [...faults, ...misplacedArrivals(fieldOf(metric, 'traffic'), isOffered(metric), `${path}.traffic`, file)];
}

function misplacedArrivals(traffic: unknown, offered: boolean, path: string, file: string): Fault[] {
  if (traffic === undefined) return [];
  const faults: Fault[] = [];
  if (offered && fieldOf(traffic, 'loop') !== 'open') {
    faults.push({ file, path: `${path}.loop`, problem: 'does not fit', allowed: '"open" for a loss and for a load' });
  }
  if (offered && fieldOf(traffic, 'rate') !== undefined) {
    faults.push({ file, path: `${path}.rate`, problem: 'misplaced', allowed: 'none: the session finds it out' });
  }
  if ((fieldOf(traffic, 'arrivals') === 'bursts') !== (fieldOf(traffic, 'burst') !== undefined)) {
    faults.push({
      file,
      path: `${path}.burst`,
      problem: 'does not fit',
      allowed: 'a number with arrivals "bursts", and only then',
    });
  }
  return faults;
}
