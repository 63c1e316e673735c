import type MarkdownIt from 'markdown-it';
import { createRequire } from 'node:module';
import type stringWidth from 'string-width';
import type wrapAnsi from 'wrap-ansi';

/**
 * Packages that are loaded when they are first used: measuring wide characters, wrapping and Markdown take 50 ms to
 * load, and `lab list` needs none of them.
 */
const require = createRequire(import.meta.url);

export const loadStringWidth = onDemand(() => (require('string-width') as { default: typeof stringWidth }).default);
export const loadWrapAnsi = onDemand(() => (require('wrap-ansi') as { default: typeof wrapAnsi }).default);
export const loadMarkdownIt = onDemand(() => require('markdown-it') as typeof MarkdownIt);

function onDemand<T>(load: () => T): () => T {
  let loaded: T | undefined;
  return () => (loaded ??= load());
}
