import { link } from '../link.ts';
import type { Pen } from '../text/pen.ts';
import type { Node } from './parse.ts';

/**
 * Words with their emphasis, code and links. Without colour the marks of the source stay: `**strong**`, `*stressed*`
 * and `` `code` `` are read by everybody who reads Markdown.
 */
export function renderInline(nodes: readonly Node[], pen: Pen): string {
  return nodes.map((node) => renderNode(node, pen)).join('');
}

function renderNode({ token, children }: Node, pen: Pen): string {
  switch (token.type) {
    case 'softbreak':
      return ' ';
    case 'hardbreak':
      return '\n';
    case 'code_inline':
      return marked(pen.foreign(token.content), '`', pen.accent, pen);
    case 'strong_open':
      return marked(renderInline(children, pen), '**', pen.bold, pen);
    case 'em_open':
      return marked(renderInline(children, pen), '*', pen.bold, pen);
    case 's_open':
      return marked(renderInline(children, pen), '~~', pen.dim, pen);
    case 'link_open':
      return renderLink(renderInline(children, pen), String(token.attrGet('href') ?? ''), pen);
    default:
      return children.length > 0 ? renderInline(children, pen) : pen.foreign(token.content);
  }
}

function marked(text: string, mark: string, paint: (text: string) => string, pen: Pen): string {
  return pen.screen.colour ? paint(text) : `${mark}${text}${mark}`;
}

/** An address inside the document leads nowhere on a terminal: only its words are shown. */
function renderLink(text: string, url: string, pen: Pen): string {
  if (url === '' || url.startsWith('#')) return text;
  return link(pen.accent(text), url, pen.screen);
}
