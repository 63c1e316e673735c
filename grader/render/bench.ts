import type { BenchResult, BenchTable } from '../domain/bench-result.ts';
import type { Screen } from './screen.ts';
import { hang, separated, widthOf, padEnd } from './text/layout.ts';
import { penFor, type Pen } from './text/pen.ts';
import { layTable, tableWidth } from './text/table.ts';

const INDENT = '  ';

/** The tables of a benchmark, its notes, and the command that shows it again. */
export function renderBench({ tables, notes, command }: BenchResult, screen: Screen): string {
  const pen = penFor(screen);
  const parts = tables.map((table) => renderTable(table, pen));
  const last = [
    ...notes.flatMap((note) => hang(pen.foreign(note), pen.columns, `${INDENT}${pen.dim(pen.glyphs.bullet)} `)),
    ...hang(pen.accent(command), pen.columns, `${INDENT}${pen.dim('$')} `),
  ];
  return separated([...parts, last]).join('\n');
}

function renderTable({ title, columns, rows }: BenchTable, pen: Pen): string[] {
  const heading = hang(pen.bold(pen.foreign(title)), pen.columns, '');
  const cells = rows.map((row) => row.map(pen.foreign));
  const room = pen.columns - INDENT.length;
  const table =
    tableWidth([columns, ...cells]) <= room
      ? alignedRows(columns, cells, room, pen)
      : records(columns, cells, room, pen);
  return [...heading, ...table.map((line) => (INDENT + line).trimEnd())];
}

function alignedRows(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  room: number,
  pen: Pen,
): string[] {
  const align = columns.map((_, column) => (isNumeric(rows, column) ? 'end' : 'start'));
  const [head = '', ...body] = layTable([columns, ...rows], { columns: room, align });
  return [pen.dim(head), ...body];
}

/** A column of figures, intervals or `-`: aligned at the right, where their last digits are. */
function isNumeric(rows: readonly (readonly string[])[], column: number): boolean {
  return (
    rows.length > 0 && rows.every((row) => /^(?:-|[-+\d.][\d.,:/()%+x× -]*(?:to [\d.)]+)?)$/u.test(row[column] ?? '-'))
  );
}

/** Too wide for the screen: each row under its first cell, the others with their column's name. */
function records(columns: readonly string[], rows: readonly (readonly string[])[], room: number, pen: Pen): string[] {
  const names = columns.slice(1);
  return rows.flatMap((row) => {
    const fields = names.map((name, index) => [name, row[index + 1] ?? ''] as const);
    const head = hang(pen.bold(row[0] ?? ''), room, '');
    return [...head, ...fieldLines(fields, room, pen)];
  });
}

/** As many `name value` fields side by side as fit, all equally wide, so that the eye finds the same one again. */
function fieldLines(fields: readonly (readonly [string, string])[], room: number, pen: Pen): string[] {
  const width = Math.max(0, ...fields.map(([name, value]) => widthOf(name) + 1 + widthOf(value)));
  const perLine = Math.max(1, Math.floor((room - 2 + 3) / (width + 3)));
  const lines: string[] = [];
  for (let index = 0; index < fields.length; index += perLine) {
    const some = fields
      .slice(index, index + perLine)
      .map(([name, value]) => padEnd(`${pen.dim(name)} ${value}`, width));
    lines.push(...hang(some.join('   ').trimEnd(), room, '  ', '    '));
  }
  return lines;
}
