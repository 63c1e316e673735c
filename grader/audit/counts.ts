import type { MisstatedCount } from '../domain/audit-report.ts';
import type { Receipt } from '../domain/receipt.ts';

/**
 * Authored counts are written down rounded: to a hundredth of themselves, or of one where they are small. The naive
 * solution's may differ more from compiler to compiler, which read once more or once less what others write meanwhile.
 */
const ROUNDING = { reference: 0.01, naive: 0.15 };

/** What `exercise.json` says of the counts of this solution, and what does not come out so. */
export function misstatedCounts({ counts }: Pick<Receipt, 'counts'>, solution: string): MisstatedCount[] {
  if (solution !== 'reference' && solution !== 'naive') return [];
  return counts
    .map(({ name, yours, [solution]: stated }) => ({ name, stated, counted: yours }))
    .filter(({ stated, counted }) => Math.abs(counted - stated) > ROUNDING[solution] * Math.max(1, stated));
}
