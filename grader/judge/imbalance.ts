import { isSignificant } from './e-process.ts';
import { ALPHA } from './thresholds.ts';

/**
 * Sign test over pairs in which a disturbance hit one of the two slices only. The machine's own disturbances hit
 * either with the same chance, because our coin ordered them; what keeps hitting one side belongs to the arms (G7).
 */
export class Imbalance {
  #own = 0;
  #discordant = 0;
  #pairs = 0;

  /** `own`: the side that is under suspicion was hit. */
  add(own: boolean, other: boolean): void {
    this.#pairs += 1;
    if (own === other) return;
    this.#discordant += 1;
    if (own) this.#own += 1;
  }

  get isSignificant(): boolean {
    return isSignificant(this.#own, this.#discordant, ALPHA);
  }

  /** Share of all pairs in which only the suspected side was hit. */
  get share(): number {
    return this.#pairs === 0 ? 0 : this.#own / this.#pairs;
  }
}
