import type { Receipt } from './receipt.ts';
import type { VerdictKind } from './verdict.ts';

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
   * `contradiction` is a wrong verdict, or a reference without headroom: the exercise must not ship. `inconclusive`
   * means that this machine could not tell, twice.
   */
  readonly outcome: 'as-promised' | 'contradiction' | 'inconclusive';
  /** Smallest ratio/line over the metrics where speed was judged; null elsewhere. */
  readonly headroom: number | null;
  readonly attempts: number;
  readonly seconds: number;
  readonly receipt: Receipt;
}

export interface AuditReport {
  readonly cases: readonly AuditCase[];
  readonly contradictions: number;
  readonly inconclusive: number;
  readonly seconds: number;
}
