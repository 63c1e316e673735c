import type { JudgedMetric, Pair, Slice } from '../domain/rounds.ts';
import { SortedSample } from './sorted-sample.ts';
import {
  CANARY_FLOOR,
  CANARY_QUANTILE,
  CANARY_WINDOW,
  CLOCK_TOLERANCE,
  IDLE_SHARE,
  SAMPLES_ABOVE,
  WAITING_SHARE,
} from './thresholds.ts';

export type Percentile = Exclude<NonNullable<JudgedMetric['quantity']>, 'rate' | 'loss'>;

/** A pair as the judge reads it: who was compared with the reference, and both slices. */
export interface Comparison {
  readonly subject: 'learner' | 'naive';
  readonly own: Slice;
  readonly reference: Slice;
}

/** Null for a pair without the reference: it compares nothing that is judged. */
export function comparisonOf({ roles, slices }: Pair): Comparison | null {
  const [first, second] = roles;
  if (second === 'reference' && first !== 'reference') return { subject: first, own: slices[0], reference: slices[1] };
  if (first === 'reference' && second !== 'reference') return { subject: second, own: slices[1], reference: slices[0] };
  return null;
}

type Judged = Pick<JudgedMetric, 'clock' | 'quantity'>;

/**
 * Items per nanosecond on the metric's clock, or one over a percentile in nanoseconds: higher is better for rates and
 * for times alike. Where a load generator drives the program, its clock is the better one: it leaves out the freezing
 * and thawing. NaN where a percentile has too few samples behind it.
 */
export function goodness(slice: Slice, { clock, quantity }: Judged): number {
  const percentile = percentileOf(quantity);
  if (percentile) return 1 / (latencyOf(slice, percentile) ?? Number.NaN);
  return slice.items / (clock === 'cpu' ? slice.cpuNs : (slice.seen?.elapsedNs ?? slice.wallNs));
}

/** Null where it is no percentile that is judged. */
export function percentileOf(quantity: JudgedMetric['quantity']): Percentile | null {
  return quantity === undefined || quantity === 'rate' || quantity === 'loss' ? null : quantity;
}

/** A percentile as a share: 0.99. */
export function shareOf(quantity: Percentile): number {
  return { p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 }[quantity];
}

function latencyOf({ seen }: Slice, quantity: Percentile): number | null {
  if (!seen || seen.samples * (1 - shareOf(quantity)) < SAMPLES_ABOVE) return null;
  return seen.latencyNs[quantity];
}

/** ln(own / reference), or null where a slice carried or took nothing: that says nothing about speed. */
export function logRatio({ own, reference }: Comparison, metric: Judged): number | null {
  const ratio = Math.log(goodness(own, metric) / goodness(reference, metric));
  return Number.isFinite(ratio) ? ratio : null;
}

/** G1: both clocks moved forward and agree. */
export function clocksAgree({ wallNs, tscNs }: Slice): boolean {
  return wallNs > 0 && Math.abs(wallNs - tscNs) <= CLOCK_TOLERANCE * wallNs;
}

/** Whether arms that should have been idle took CPU time from this slice. */
export function isIntruded({ idleCpuNs, wallNs }: Slice): boolean {
  return idleCpuNs > IDLE_SHARE * wallNs;
}

/**
 * Whether the slice's threads waited for a CPU that something else had. Not asked of a program that a load generator
 * drives: one that sleeps until a packet comes waits a little at every wake-up, by its nature.
 */
export function hasWaited({ runDelayNs, wallNs, seen }: Slice): boolean {
  return seen === undefined && runDelayNs >= WAITING_SHARE * wallNs;
}

/**
 * The canary gate. It knows neither arms nor outcome: fixed code of ours ran before and after the pair, and if it was
 * slow compared with this session's good moments, the machine was not itself.
 */
export class CanaryWindow {
  readonly #recent: number[] = [];
  readonly #sorted = new SortedSample();

  /** Takes the readings around a pair, in recorded order, and says whether it was quiet. */
  isQuiet([before, after]: Pair['canary']): boolean {
    this.#add(before);
    this.#add(after);
    const good = this.#sorted.quantile(CANARY_QUANTILE) ?? 0;
    return Math.min(before, after) >= CANARY_FLOOR * good;
  }

  #add(reading: number): void {
    this.#recent.push(reading);
    this.#sorted.insert(reading);
    const oldest = this.#recent.length > CANARY_WINDOW ? this.#recent.shift() : undefined;
    if (oldest !== undefined) this.#sorted.remove(oldest);
  }
}
