import type { JudgedMetric, Slice } from '../domain/rounds.ts';
import { percentileOf, shareOf } from './gates.ts';
import { isWithoutCpu } from './open-loop-gates.ts';
import { median } from './sorted-sample.ts';
import { DISTURBED_SHARE, FIRST_STALL_NS, RESOLVE_BLOCKS, STALLED_CPUS, STALLED_SHARE } from './thresholds.ts';

/**
 * Gate G6: does a percentile say something of the code here, or of the machine? A machine that takes the CPU away more
 * often than one sample in a hundred lies above the 99th percentile makes that percentile its own, for everybody: all
 * ratios are then near 1, and everything "passes". So stalls are counted, in the reference's slices only, so that no
 * learner's code can have a hand in it, and after a fixed number of blocks it is decided, once.
 *
 * In an open loop the reference tells by itself: at a share of what it carries without loss it loses nothing and is not
 * kept from its CPU, or the machine was not itself, and what waited meanwhile is in every percentile.
 */
export class Resolvability {
  readonly #metric: JudgedMetric;
  readonly #latencies: number[] = [];
  readonly #stalls: number[] = [];
  #samples = 0;
  #offered = 0;
  #disturbed = 0;
  #blocks = 0;
  #refuted = false;

  constructor(metric: JudgedMetric) {
    this.#metric = metric;
  }

  /** One block's slices of the reference; `isOpen` says that messages came by a schedule. */
  addBlock(slices: readonly Slice[], isOpen = false): void {
    const quantity = percentileOf(this.#metric.quantity);
    if (!quantity || this.#blocks >= RESOLVE_BLOCKS || slices.length === 0) return;
    for (const slice of slices) {
      const { seen } = slice;
      if (!seen) continue;
      this.#latencies.push(seen.latencyNs[quantity]);
      this.#samples += seen.samples;
      if (isOpen) this.#offered += 1;
      if (isOpen && (seen.lost > 0 || isWithoutCpu(slice))) this.#disturbed += 1;
      for (const [index, count] of seen.stalls.entries()) this.#stalls[index] = (this.#stalls[index] ?? 0) + count;
    }
    this.#blocks += 1;
    if (this.#blocks !== RESOLVE_BLOCKS) return;
    this.#refuted =
      this.stalledShare > STALLED_SHARE * (1 - shareOf(quantity)) || this.disturbedShare > DISTURBED_SHARE;
  }

  /** Share of the open loop's slices in which the reference itself was held up. */
  get disturbedShare(): number {
    return this.#offered === 0 ? 0 : this.#disturbed / this.#offered;
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
