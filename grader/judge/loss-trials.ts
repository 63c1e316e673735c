import type { LossTrials } from '../domain/receipt.ts';
import type { Role, Slice } from '../domain/rounds.ts';
import { isMoreThanAQuarter } from './e-process.ts';
import { ALPHA, CONTROL_TRIALS } from './thresholds.ts';

/** Trials of one program: how many, in how many nothing was lost, and how much was in all of them together. */
class Trials {
  #total = 0;
  #lossless = 0;
  #sent = 0;
  #lost = 0;

  add({ sent, lost }: NonNullable<Slice['seen']>): void {
    this.#total += 1;
    if (lost === 0) this.#lossless += 1;
    this.#sent += sent;
    this.#lost += lost;
  }

  get counts(): LossTrials['learner'] {
    return { lossless: this.#lossless, total: this.#total };
  }

  get share(): number | null {
    return this.#sent === 0 ? null : this.#lost / this.#sent;
  }
}

/** Naive trials beside a reference that lost nothing: the machine must let the naive solution lose something (G4). */
export class LossControl {
  #lost = 0;
  #total = 0;

  add(lost: boolean): void {
    if (this.isEstablished) return;
    this.#total += 1;
    if (lost) this.#lost += 1;
  }

  get isEstablished(): boolean {
    return isMoreThanAQuarter(this.#lost, this.#total, ALPHA);
  }

  /** The naive solution loses too little here: what is offered cannot tell it from a good one. */
  get isRefuted(): boolean {
    return this.#total >= CONTROL_TRIALS && !this.isEstablished;
  }

  get total(): number {
    return this.#total;
  }

  get lost(): number {
    return this.#lost;
  }

  /** Share of the trials in which it lost something. */
  get recovery(): number | null {
    return this.#total === 0 ? null : this.#lost / this.#total;
  }
}

/** A session's trials, before the first one. */
export function noTrials(): Readonly<Record<Role, Trials>> {
  return { learner: new Trials(), reference: new Trials(), naive: new Trials() };
}
