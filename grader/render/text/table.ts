import { padEnd, padStart, widthOf, wrap } from './layout.ts';

export interface TableLayout {
  /** Cells to fit into. */
  readonly columns: number;
  /** How each column is aligned; `start` where none is given. */
  readonly align?: readonly ('start' | 'end')[];
}

/** Cells between two columns. */
const GAP = 2;
/** A column is not made narrower than this, however much has to fit. */
const NARROWEST = 4;

/** Cells that the rows take as they are. */
export function tableWidth(rows: readonly (readonly string[])[]): number {
  return total(naturalWidths(rows));
}

/** Rows in aligned columns. Where they do not fit, the widest columns become narrower and their cells are wrapped. */
export function layTable(rows: readonly (readonly string[])[], layout: TableLayout): string[] {
  return layRows(rows, layout).flat();
}

/** The same, row by row: each in as many lines as its highest cell has. */
export function layRows(rows: readonly (readonly string[])[], { columns, align = [] }: TableLayout): string[][] {
  const widths = fitted(naturalWidths(rows), columns);
  return rows.map((row) => {
    const cells = widths.map((width, column) => wrap(row[column] ?? '', width));
    const height = Math.max(1, ...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      widths
        .map((width, column) => {
          const text = cells[column]?.[line] ?? '';
          return align[column] === 'end' ? padStart(text, width) : padEnd(text, width);
        })
        .join(' '.repeat(GAP))
        .trimEnd(),
    );
  });
}

function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, column) => Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))));
}

function fitted(natural: readonly number[], columns: number): number[] {
  const widths = [...natural];
  while (total(widths) > columns) {
    const widest = widths.indexOf(Math.max(...widths));
    const width = widths[widest] ?? 0;
    if (width <= NARROWEST) break;
    widths[widest] = width - 1;
  }
  return widths;
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, widths.length - 1);
}
