import type { MetricResult } from '../domain/receipt.ts';
import type { JudgedMetric } from '../domain/rounds.ts';
import { isSignificant, winsNeeded } from './e-process.ts';
import { SortedSample } from './sorted-sample.ts';
import { ALPHA, AT_LINE_WIDTH } from './thresholds.ts';

/** Rounds won and lost against a line: one number a block, the median of ln(goodness / reference's). */
export class Tally {
  readonly #metric: JudgedMetric;
  readonly #blocks: number[] = [];
  readonly #sorted = new SortedSample();
  #won = 0;
  #lost = 0;
  /** Blocks not clearly below the line, and not clearly above it: what "at the line" is counted by. */
  #nearOrAbove = 0;
  #nearOrBelow = 0;

  constructor(metric: JudgedMetric) {
    this.#metric = metric;
  }

  add(logRatio: number): void {
    const { line, deadBand } = this.#metric;
    // A dead band wider than "at the line" must not leave a gap in which nothing can ever be said.
    const width = Math.log1p(Math.max(AT_LINE_WIDTH, deadBand));
    const distance = logRatio - Math.log(line);
    this.#blocks.push(logRatio);
    this.#sorted.insert(logRatio);
    if (distance > Math.log1p(deadBand)) this.#won += 1;
    if (distance < Math.log1p(-deadBand)) this.#lost += 1;
    if (distance > -width) this.#nearOrAbove += 1;
    if (distance < width) this.#nearOrBelow += 1;
  }

  /** Counted blocks. A block inside the dead band is neither won nor lost, but counts. */
  get total(): number {
    return this.#blocks.length;
  }

  get rounds(): MetricResult['rounds'] {
    return { won: this.#won, lost: this.#lost, total: this.total };
  }

  get blocks(): readonly number[] {
    return this.#blocks;
  }

  get median(): number | null {
    return this.#sorted.median();
  }

  isAbove(alpha: number): boolean {
    return isSignificant(this.#won, this.total, alpha);
  }

  isBelow(alpha: number): boolean {
    return isSignificant(this.#lost, this.total, alpha);
  }

  /** Whether it would be above or below the line after `times` as many rounds like these. */
  isHeadedFor(alphaPass: number, alphaFail: number, times: number): boolean {
    const total = this.total * times;
    return isSignificant(this.#won * times, total, alphaPass) || isSignificant(this.#lost * times, total, alphaFail);
  }

  isAtLine(): boolean {
    const { total } = this;
    return isSignificant(this.#nearOrAbove, total, ALPHA) && isSignificant(this.#nearOrBelow, total, ALPHA);
  }

  /**
   * Goodness ratio with the interval that says the same as the sign test: its lower end lies above the line exactly
   * when that many rounds above it are significant at `alphaPass`, its upper end below it likewise at `alphaFail`.
   * While there are too few rounds for either, the ends are the extremes.
   */
  ratio(alphaPass: number, alphaFail: number): MetricResult['ratio'] {
    const { total } = this;
    const middle = this.#sorted.median();
    const low = this.#sorted.largest(winsNeeded(total, alphaPass) ?? total);
    const high = this.#sorted.smallest(winsNeeded(total, alphaFail) ?? total);
    if (middle === null || low === null || high === null) return null;
    return { median: Math.exp(middle), low: Math.exp(low), high: Math.exp(high) };
  }
}
