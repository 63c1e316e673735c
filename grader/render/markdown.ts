import type { Screen } from './screen.ts';
import { hang, padStart, separated, widthOf, wrap } from './text/layout.ts';
import { penFor, type Pen } from './text/pen.ts';
import { layRows } from './text/table.ts';
import { calloutOf, drawCallout } from './markdown/callout.ts';
import { renderCode, type Highlight } from './markdown/code.ts';
import { renderInline } from './markdown/inline.ts';
import { parseMarkdown, type Node } from './markdown/parse.ts';

export { calloutOf } from './markdown/callout.ts';
export type { Highlight } from './markdown/code.ts';
export { parseMarkdown, plainTextOf, type Node as MarkdownNode } from './markdown/parse.ts';
export { widthOf as widthOfText } from './text/layout.ts';

export interface MarkdownOptions {
  /** Colours for fenced code; without it C++ gets a few of ours. */
  readonly highlight?: Highlight | undefined;
}

/** What blocks are drawn with. */
interface BlockPen extends Pen {
  readonly highlight: Highlight | undefined;
}

/**
 * A task, a hint or an explanation on a terminal: wrapped, with headings, lists, tables, quotes and code. What Markdown
 * can say and a terminal cannot (images, raw HTML) is shown as its text.
 */
export function renderMarkdown(markdown: string, screen: Screen, { highlight }: MarkdownOptions = {}): string {
  const pen = { ...penFor(screen), highlight: screen.colour ? highlight : undefined };
  const lines = renderBlocks(parseMarkdown(markdown), pen.columns, pen);
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** Blocks with an empty line between them. */
function renderBlocks(nodes: readonly Node[], columns: number, pen: BlockPen): string[] {
  return separated(nodes.map((node) => renderBlock(node, columns, pen)));
}

function renderBlock({ token, children }: Node, columns: number, pen: BlockPen): string[] {
  switch (token.type) {
    case 'heading_open':
      return renderHeading(renderInline(children, pen), Number(token.tag.slice(1)), columns, pen);
    case 'bullet_list_open':
      return renderList(children, () => pen.glyphs.bullet, columns, pen);
    case 'ordered_list_open':
      return renderOrdered({ token, children }, columns, pen);
    case 'blockquote_open':
      return renderQuote({ token, children }, columns, pen);
    case 'fence':
    case 'code_block':
      return renderCode(token.content, token.info.trim().split(/\s+/u, 1)[0] ?? '', columns, pen, pen.highlight);
    case 'hr':
      return [pen.dim(pen.glyphs.rule.repeat(columns))];
    case 'table_open':
      return renderTable(children, columns, pen);
    default:
      return wrap(renderInline(children.length > 0 ? children : [{ token, children }], pen), columns);
  }
}

/** The first level has a line below it; without colour the others keep the signs of the source. */
function renderHeading(text: string, level: number, columns: number, pen: Pen): string[] {
  if (level > 1) return hang(pen.bold(text), columns, pen.screen.colour ? '' : `${'#'.repeat(level)} `);
  const lines = wrap(pen.bold(text), columns);
  return [...lines, pen.dim(pen.glyphs.heavyRule.repeat(Math.max(...lines.map(widthOf))))];
}

function renderOrdered({ token, children }: Node, columns: number, pen: BlockPen): string[] {
  const start = Number(token.attrGet('start') ?? 1);
  const width = String(start + children.length - 1).length + 1;
  return renderList(children, (index) => padStart(`${String(start + index)}.`, width), columns, pen);
}

/** Items without empty lines between them, unless the source has some (markdown-it hides the paragraphs of others). */
function renderList(
  items: readonly Node[],
  marker: (index: number) => string,
  columns: number,
  pen: BlockPen,
): string[] {
  const loose = items.some(({ children }) =>
    children.some(({ token }) => token.type === 'paragraph_open' && !token.hidden),
  );
  return items.flatMap(({ children }, index) => {
    const first = `  ${marker(index)} `;
    const indent = ' '.repeat(widthOf(first));
    const room = columns - indent.length;
    const body = loose ? renderBlocks(children, room, pen) : children.flatMap((child) => renderBlock(child, room, pen));
    const lines = (body.length === 0 ? [''] : body).map((line, row) => (row === 0 ? first : indent) + line);
    return loose && index > 0 ? ['', ...lines] : lines;
  });
}

function renderQuote(node: Node, columns: number, pen: BlockPen): string[] {
  const callout = calloutOf(node);
  const body = renderBlocks(callout?.kind ? callout.body : node.children, columns - 2, pen);
  return callout?.kind ? drawCallout(callout.kind, body, pen) : quoted(body, pen);
}

function quoted(lines: readonly string[], pen: Pen): string[] {
  return lines.map((line) => `${pen.dim(pen.glyphs.quote)} ${line}`);
}

function renderTable(sections: readonly Node[], columns: number, pen: Pen): string[] {
  const rowsOf = (type: string): string[][] =>
    sections
      .filter(({ token }) => token.type === type)
      .flatMap(({ children }) => children)
      .map((row) => row.children.map((cell) => renderInline(cell.children, pen)));
  const [head, body] = [rowsOf('thead_open'), rowsOf('tbody_open')];
  const bold = head.map((row) => row.map((cell) => pen.bold(cell)));
  const align = alignments(sections);
  const indent = '  ';
  const rows = layRows([...bold, ...body], { columns: columns - indent.length, align });
  const width = Math.max(0, ...rows.flat().map(widthOf));
  const rule = pen.dim(pen.glyphs.rule.repeat(width));
  return [...rows.slice(0, head.length).flat(), rule, ...rows.slice(head.length).flat()].map((line) => indent + line);
}

function alignments(sections: readonly Node[]): ('start' | 'end')[] {
  const cells = sections[0]?.children[0]?.children ?? [];
  return cells.map(({ token }) => (/right/u.test(String(token.attrGet('style') ?? '')) ? 'end' : 'start'));
}
