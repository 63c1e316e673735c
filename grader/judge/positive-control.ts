import type { JudgedMetric } from '../domain/rounds.ts';
import { isSignificant } from './e-process.ts';
import { Tally } from './tally.ts';
import { ALPHA, RECOVERY } from './thresholds.ts';

/**
 * Gate G4. Additive noise draws every ratio towards 1, and then everything "passes", the naive solution too. So the
 * naive solution is measured beside: here, today, it must miss the line, and lie nearly as far from the reference as
 * its author found. Until then a verdict that compression could fake is not given. Rejected: "the naive one must
 * fail" alone, which a ratio compressed by half still satisfies (3.4).
 */
export class PositiveControl {
  readonly #tally: Tally;
  readonly #authored: number;
  #weak = 0;
  #established: boolean;

  constructor(metric: JudgedMetric) {
    this.#tally = new Tally(metric);
    this.#authored = Math.log(metric.naive);
    // A floor lies several times below every good answer: a ratio would have to be compressed by that much to reach it,
    // and the naive solution is found by a count, before anything is timed.
    this.#established = metric.floor === true;
  }

  /** One block's ln(naive / reference). Once established the control is over (2.1). */
  add(logRatio: number): void {
    if (this.#established) return;
    this.#tally.add(logRatio);
    if (logRatio / this.#authored < RECOVERY) this.#weak += 1;
    this.#established = this.#tally.isBelow(ALPHA) && (this.recovery ?? 0) >= RECOVERY;
  }

  get isEstablished(): boolean {
    return this.#established;
  }

  /** Most blocks show less than the required recovery: waiting for more would not help on this machine, now. */
  get isRefuted(): boolean {
    return !this.#established && isSignificant(this.#weak, this.#tally.total, ALPHA);
  }

  /** Measured over authored distance from the reference, in logarithms: 1 is as authored, 0 is no difference at all. */
  get recovery(): number | null {
    const { median } = this.#tally;
    return median === null || this.#authored === 0 ? null : median / this.#authored;
  }

  get total(): number {
    return this.#tally.total;
  }
}
