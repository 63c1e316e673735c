import type { JudgedMetric, Slice } from '../domain/rounds.ts';
import { percentileOf, shareOf } from './gates.ts';
import { median } from './sorted-sample.ts';
import { FIRST_STALL_NS, RESOLVE_BLOCKS, STALLED_CPUS, STALLED_SHARE } from './thresholds.ts';

/**
 * Gate G6: does a percentile say something of the code here, or of the machine? A machine that takes the CPU away more
 * often than one sample in a hundred lies above the 99th percentile makes that percentile its own, for everybody: all
 * ratios are then near 1, and everything "passes". So stalls are counted, in the reference's slices only, so that no
 * learner's code can have a hand in it, and after a fixed number of blocks it is decided, once.
 */
export class Resolvability {
  readonly #metric: JudgedMetric;
  readonly #latencies: number[] = [];
  readonly #stalls: number[] = [];
  #samples = 0;
  #blocks = 0;
  #refuted = false;

  constructor(metric: JudgedMetric) {
    this.#metric = metric;
  }

  /** One block's slices of the reference. */
  addBlock(slices: readonly Slice[]): void {
    const quantity = percentileOf(this.#metric.quantity);
    if (!quantity || this.#blocks >= RESOLVE_BLOCKS || slices.length === 0) return;
    for (const { seen } of slices) {
      if (!seen) continue;
      this.#latencies.push(seen.latencyNs[quantity]);
      this.#samples += seen.samples;
      for (const [index, count] of seen.stalls.entries()) this.#stalls[index] = (this.#stalls[index] ?? 0) + count;
    }
    this.#blocks += 1;
    if (this.#blocks === RESOLVE_BLOCKS) this.#refuted = this.stalledShare > STALLED_SHARE * (1 - shareOf(quantity));
  }

  /** The percentile is the machine's. */
  get isRefuted(): boolean {
    return this.#refuted;
  }

  /** Share of the samples that met a stall longer than half the limit: what the line allows for the percentile. */
  get stalledShare(): number {
    const limitNs = (median(this.#latencies) ?? 0) / this.#metric.line;
    const longest = Math.floor(Math.log2(Math.max(1, limitNs / 2 / FIRST_STALL_NS)));
    const stalls = this.#stalls[Math.min(longest, this.#stalls.length - 1)] ?? 0;
    return this.#samples === 0 ? 0 : (STALLED_CPUS * stalls) / this.#samples;
  }
}
