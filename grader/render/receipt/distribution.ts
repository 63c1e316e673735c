import type { MetricResult } from '../../domain/receipt.ts';
import type { Role } from '../../domain/rounds.ts';
import { formatFigure } from '../text/figures.ts';
import { hang } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';
import { layTable, tableWidth } from '../text/table.ts';
import { METRICS, MARKS } from '../words/receipt.ts';

/** What is read of a latency: the middle, and how bad it gets how often. */
const SHOWN: readonly number[] = [50, 90, 99, 99.9, 100];
const SHOWN_IF_NARROW: readonly number[] = [50, 99, 100];
/** The slow way is only there to be told from the others. */
const ROLES: readonly Role[] = ['learner', 'reference'];
const INDENT = '    ';

/** Percentiles of single items, side by side; no lines where the workload records none, or too little to say. */
export function renderDistribution({ distribution, decision }: MetricResult, title: string, pen: Pen): string[] {
  if (decision === 'undecided') return [];
  const roles = ROLES.filter((role) => (distribution?.[role]?.length ?? 0) > 0);
  if (distribution === null || roles.length === 0) return [];
  const rows = (shown: readonly number[]): string[][] => [
    ['', ...shown.map((percentile) => pen.dim(percentile === 100 ? 'max' : `p${String(percentile)}`))],
    ...roles.map((role) =>
      [nameOf(role, pen)].concat(shown.map((wanted) => cell(distribution[role] ?? [], wanted, pen))),
    ),
  ];
  const columns = pen.columns - INDENT.length;
  const fitting = tableWidth(rows(SHOWN)) <= columns ? rows(SHOWN) : rows(SHOWN_IF_NARROW);
  const table = layTable(fitting, { columns, align: ['start', ...SHOWN.map(() => 'end' as const)] });
  return [...hang(pen.say(METRICS.distribution)(title), pen.columns, '  '), ...table.map((line) => INDENT + line)];
}

function nameOf(role: Role, pen: Pen): string {
  const name = pen.say(MARKS[role]);
  return role === 'learner' ? pen.accent(name) : name;
}

/** A percentile that too few items stand behind is not in the receipt. */
function cell(
  values: readonly { readonly percentile: number; readonly ns: number }[],
  wanted: number,
  pen: Pen,
): string {
  const found = values.find(({ percentile }) => percentile === wanted);
  return found ? formatFigure(found.ns, 'ns', pen.glyphs) : '-';
}
