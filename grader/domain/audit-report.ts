import type { Receipt } from './receipt.ts';
import type { VerdictKind } from './verdict.ts';

/** A count as `exercise.json` states it for a solution, and as it came out. */
export interface MisstatedCount {
  readonly name: string;
  readonly stated: number;
  readonly counted: number;
}

/** One answer that the lab ships, and whether it got the verdict it was promised. */
export interface AuditCase {
  readonly exercise: string;
  /** `starter`, `reference`, `naive` or `impostors/NAME`. */
  readonly name: string;
  readonly expected: VerdictKind;
  readonly verdict: VerdictKind;
  readonly reason: string;
  readonly detail: string;
  /**
   * `contradiction` is a wrong verdict, a reference without headroom, or a count that the exercise states otherwise:
   * the exercise must not ship. It is one when it came twice; `wavering` is what did not come again. `inconclusive`
   * means that this machine could not tell, twice.
   */
  readonly outcome: 'as-promised' | 'contradiction' | 'wavering' | 'inconclusive';
  /** The first verdict of two, of an answer that is wavering. */
  readonly earlier: VerdictKind | null;
  /** Counts of the reference and of the naive solution that are not what `exercise.json` says. */
  readonly misstated: readonly MisstatedCount[];
  /** Smallest ratio/line over the metrics where speed was judged, and line/count over the counts; null elsewhere. */
  readonly headroom: number | null;
  readonly attempts: number;
  readonly seconds: number;
  readonly receipt: Receipt;
}

export interface AuditReport {
  readonly cases: readonly AuditCase[];
  readonly contradictions: number;
  readonly inconclusive: number;
  readonly wavering: number;
  readonly seconds: number;
}
