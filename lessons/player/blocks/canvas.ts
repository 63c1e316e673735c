import { wrap, type Pen } from '../../../grader/render/drawing.ts';
import type { Block } from '../../book/book.ts';
import { KINDS } from '../words/blocks.ts';

/** What a block is drawn on: so many cells beside the bar, and a way to draw Markdown in them. */
export interface Canvas {
  readonly pen: Pen;
  readonly columns: number;
  readonly markdown: (text: string, columns: number) => string[];
}

/** Cells that the bar and the space after it take. */
export const BAR = 2;

/** A block as a card: its kind, then its lines, with a heavy bar beside all of them. */
export function card(kind: Block['kind'], lines: readonly string[], { pen }: Canvas, aside = ''): string[] {
  const title = pen.bold(pen.accent(pen.say(KINDS[kind])));
  const head = aside === '' ? title : `${title}  ${pen.dim(aside)}`;
  return [head, ...lines].map((line) => `${pen.accent(pen.glyphs.line)} ${line}`.trimEnd());
}

/** Text of ours or of a lesson, wrapped to the canvas. */
export function paragraph(text: string, { pen, columns }: Canvas): string[] {
  return wrap(pen.foreign(text), columns);
}
