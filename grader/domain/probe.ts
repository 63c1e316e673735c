import { z } from 'zod';
import type { Localized } from './language.ts';

/**
 * A probe measures one thing about this machine: what a system call costs, how far a cache line has to travel. Never
 * judged, always with its spread. `lab probe` shows them, and lessons let the reader predict them.
 */
export const PROBE_NAMES = [
  ...(['system-call', 'clock', 'cache-levels', 'cache-line-transfer', 'false-sharing', 'context-switch'] as const),
  ...(['page-fault', 'huge-pages', 'mutex', 'udp-round-trip', 'send-batch', 'copy-bandwidth', 'jitter'] as const),
] as const;
export const probeName = z.enum(PROBE_NAMES);
export type ProbeName = z.infer<typeof probeName>;

export const PROBE_UNITS = ['ns', 'GB/s', '%'] as const;
export type ProbeUnit = (typeof PROBE_UNITS)[number];

/** What a sweep goes through. */
export const SWEEP_UNITS = ['KiB', 'bytes', 'datagrams'] as const;

/** Raised when a field changes its meaning or goes away. */
export const PROBE_SCHEMA = 1;

const sentence = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });
const measure = z.number().nonnegative();

/** Quartiles over many short repetitions: `low` a quarter of the way up, `high` three quarters. */
const quartiles = { low: measure, median: measure, high: measure };
const inOrder = ({ low, median, high }: { low: number; median: number; high: number }): boolean =>
  low <= median && median <= high;

export const probeFigure = z
  .strictObject({
    name: z.string(),
    title: sentence,
    unit: z.enum(PROBE_UNITS),
    /** What it is counted for: `per load`. */
    per: sentence.optional(),
    ...quartiles,
    /** How it came about on this machine: `transparent huge pages`. */
    note: sentence.optional(),
  })
  .refine(inOrder, 'low, median, high: not in this order');
export type ProbeFigure = z.infer<typeof probeFigure>;

/** A figure that this machine does not give, and what to do about it. */
export const absentFigure = z.strictObject({ name: z.string(), title: sentence, why: sentence, fix: sentence });
export type AbsentFigure = z.infer<typeof absentFigure>;

const sweepPoint = z
  .strictObject({ x: z.number().positive(), ...quartiles })
  .refine(inOrder, 'low, median, high: not in this order');
export const sweepSeries = z.strictObject({ name: z.string(), title: sentence, points: z.array(sweepPoint).min(1) });
export type SweepSeries = z.infer<typeof sweepSeries>;

/** The same figure along something that changes: the working set, the size of a batch. */
export const probeSweep = z.strictObject({
  x: z.strictObject({ name: z.string(), title: sentence, unit: z.enum(SWEEP_UNITS) }),
  unit: z.enum(PROBE_UNITS),
  per: sentence.optional(),
  series: z.array(sweepSeries).min(1),
});
export type ProbeSweep = z.infer<typeof probeSweep>;

/** Everything that one run of a probe found out. */
export const probeResult = z.strictObject({
  schema: z.literal(PROBE_SCHEMA),
  name: probeName,
  title: sentence,
  /** What exactly was measured, and what was taken away from it. */
  method: sentence,
  figures: z.array(probeFigure),
  absent: z.array(absentFigure),
  sweep: probeSweep.nullable(),
  /** CPUs that were measured on. */
  cpus: z.array(z.number()),
  seconds: measure,
  /** Share of the time, 0 to 1, in which another thread had the CPU of the probe. */
  waited: z.number().min(0).max(1).optional(),
  /** Set where nothing at all could be measured here. */
  unsupported: z.strictObject({ why: sentence, fix: sentence }).nullable(),
});
export type ProbeResult = z.infer<typeof probeResult>;

/** What is known of a figure before it is measured. */
export interface FigureInfo {
  readonly name: string;
  readonly title: Localized<string>;
  readonly unit: ProbeUnit;
  readonly per?: Localized<string>;
}

export interface SweepInfo extends Pick<ProbeSweep, 'x' | 'unit' | 'per'> {
  /** Titles by the name of the series. */
  readonly series: Readonly<Record<string, Localized<string>>>;
}

/** What is known of a probe before it runs. */
export interface ProbeInfo {
  readonly name: ProbeName;
  readonly title: Localized<string>;
  readonly method: Localized<string>;
  readonly figures: readonly FigureInfo[];
  readonly sweep: SweepInfo | null;
}
