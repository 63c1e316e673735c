/** A figure of a native probe: the median of its samples, with their quartiles. */
export interface ProbeFigure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly note?: string;
}

export interface SweepPoint {
  readonly x: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** One quantity over another, for one or more ways of doing the same. */
export interface ProbeSweep {
  readonly x: { readonly name: string; readonly unit: string };
  readonly unit: string;
  readonly series: readonly { readonly name: string; readonly points: readonly SweepPoint[] }[];
}

/** What `lab probe NAME` found out. */
export interface ProbeResult {
  readonly name: string;
  /** How it was measured, in a sentence. */
  readonly method: string;
  readonly figures: readonly ProbeFigure[];
  readonly sweep: ProbeSweep | null;
  readonly seconds: number;
  /** Why this machine cannot tell, and what to do about it. */
  readonly unsupported: { readonly why: string; readonly fix: string } | null;
}
