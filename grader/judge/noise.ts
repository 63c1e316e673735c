import type { NoiseLedger } from '../domain/receipt.ts';
import type { Block } from '../domain/rounds.ts';
import { SortedSample } from './sorted-sample.ts';
import { CANARY_QUANTILE } from './thresholds.ts';

/** Adds up where a session's time went (measurement.md 1.5). Explains a verdict, never makes one. */
export class NoiseAccount {
  readonly #canary = new SortedSample();
  #blocks = 0;
  #wallNs = 0;
  #stealNs = 0;
  #runDelayNs = 0;
  #interrupts = 0;

  add({ noise, workloads }: Block): void {
    this.#blocks += 1;
    this.#wallNs += noise.wallNs;
    this.#stealNs += noise.stealNs;
    this.#runDelayNs += noise.runDelayNs;
    this.#interrupts += noise.interrupts;
    for (const { pairs } of workloads) {
      for (const { canary } of pairs) canary.forEach((reading) => this.#canary.insert(reading));
    }
  }

  /** `gated`: share of pairs that the gates dropped. */
  ledger(gated: number): NoiseLedger {
    const good = this.#canary.quantile(CANARY_QUANTILE) ?? 0;
    return {
      blocks: this.#blocks,
      gated,
      neighbours: this.#shareOfWall(this.#runDelayNs),
      hypervisor: this.#shareOfWall(this.#stealNs),
      interruptsPerSecond: this.#wallNs > 0 ? this.#interrupts / (this.#wallNs / 1e9) : 0,
      canaryFloor: good > 0 ? (this.#canary.smallest(1) ?? 0) / good : 1,
    };
  }

  /** The counters add up several threads and CPUs, so that they may exceed the wall clock. */
  #shareOfWall(ns: number): number {
    return this.#wallNs > 0 ? Math.min(1, ns / this.#wallNs) : 0;
  }
}
