import type { Token } from 'markdown-it';
import { loadMarkdownIt } from '../text/packages.ts';

/** A parsed block or inline element with what is inside it. */
export interface Node {
  readonly token: Token;
  readonly children: readonly Node[];
}

/** Markdown as a tree. */
export function parseMarkdown(markdown: string): Node[] {
  // Raw HTML is text: there is nothing here that could interpret it.
  const parser = loadMarkdownIt()({ html: false, linkify: false, typographer: false });
  return nest(parser.parse(markdown, {}));
}

/** markdown-it gives a flat list of opening, closing and single tokens. */
function nest(tokens: readonly Token[]): Node[] {
  const root: Node[] = [];
  const stack: Node[][] = [root];
  for (const token of tokens) {
    if (token.nesting < 0) {
      if (stack.length > 1) stack.pop();
      continue;
    }
    const children: Node[] = token.children ? nest(token.children) : [];
    stack.at(-1)?.push({ token, children });
    if (token.nesting > 0) stack.push(children);
  }
  return root;
}

/** The words of inline elements alone. */
export function plainTextOf(nodes: readonly Node[]): string {
  return nodes.map(({ token, children }) => (children.length > 0 ? plainTextOf(children) : token.content)).join('');
}
