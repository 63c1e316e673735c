import type { ProbeUnit } from '../../../grader/domain/probe.ts';
import { formatMeasure, type Pen } from '../../../grader/render/drawing.ts';

/** `84.0 ns`, `1.24 us`, `12.3 GB/s`, `0.4 %`: a probe's figure in its unit, with three digits. */
export function formatMeasured(value: number, unit: ProbeUnit, pen: Pen): string {
  return formatMeasure(value, unit, pen.glyphs);
}

/** `6.4`, `120`: two digits are plenty for how far a guess was off. */
export function formatFactor(factor: number): string {
  return factor >= 10 ? factor.toFixed(0) : String(Number(factor.toFixed(1)));
}
