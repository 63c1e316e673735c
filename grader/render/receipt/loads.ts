import type { Loads, LoadPoint, Receipt } from '../../domain/receipt.ts';
import { formatFigure } from '../text/figures.ts';
import { hang } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';
import { layTable } from '../text/table.ts';
import { LOADS, MARKS } from '../words/receipt.ts';

const INDENT = '    ';
const ROLES = ['learner', 'reference'] as const;

/** CPU time and latency under three loads, a row for each program; no lines where nothing of it was measured. */
export function renderLoads({ loads }: Pick<Receipt, 'loads'>, pen: Pen): string[] {
  if (!loads || loads.learner.length === 0) return [];
  const heads = loads.reference.map((point) => pen.dim(rateOf(point, pen)));
  const rows = ROLES.flatMap((role) => [
    [nameOf(role, pen), ...loads[role].map(costOf)],
    ['', ...loads[role].map((point) => pen.dim(latencyOf(point, pen)))],
  ]);
  const columns = pen.columns - INDENT.length;
  const table = layTable([['', ...heads], ...rows], { columns, align: ['start', ...heads.map(() => 'end' as const)] });
  return [...hang(pen.say(LOADS.title), pen.columns, '  '), ...table.map((line) => INDENT + line)];
}

function nameOf(role: keyof Loads, pen: Pen): string {
  const name = pen.say(MARKS[role]);
  return role === 'learner' ? pen.accent(name) : name;
}

function rateOf({ perSecond }: LoadPoint, pen: Pen): string {
  return formatFigure(perSecond, 'items/s', pen.glyphs);
}

function costOf({ cpuSecondsPerMillion }: LoadPoint): string {
  return `${cpuSecondsPerMillion.toFixed(cpuSecondsPerMillion >= 10 ? 0 : 1)} s`;
}

function latencyOf({ p50Ns, p99Ns }: LoadPoint, pen: Pen): string {
  return `${formatFigure(p50Ns, 'ns', pen.glyphs)} / ${formatFigure(p99Ns, 'ns', pen.glyphs)}`;
}
