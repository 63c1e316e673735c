import type { Localized } from '../../domain/language.ts';
import type { Pen } from '../text/pen.ts';
import type { Node } from './parse.ts';

/** The three kinds of GitHub's alerts that are written here: worth knowing, handy, dangerous. */
export const CALLOUTS = ['note', 'tip', 'warning'] as const;
export type CalloutKind = (typeof CALLOUTS)[number];

export interface Callout {
  /** Null where the word is none of those that we know. */
  readonly kind: CalloutKind | null;
  /** As it was written: `[!NOTE]`. */
  readonly word: string;
  /** What is in it, without the word. */
  readonly body: readonly Node[];
}

const WORDS = {
  note: { en: 'Note', ko: '참고' },
  tip: { en: 'Tip', ko: '팁' },
  warning: { en: 'Warning', ko: '주의' },
} satisfies Record<CalloutKind, Localized<string>>;

/** `> [!NOTE]` on a quote's first line makes it a callout; null for every other node. */
export function calloutOf({ token, children }: Node): Callout | null {
  if (token.type !== 'blockquote_open') return null;
  const [first, ...others] = children;
  const [inline] = first?.children ?? [];
  const [head, ...rest] = inline?.children ?? [];
  const word = /^\[!\w+\]$/u.exec(head?.token.content.trim() ?? '')?.[0];
  if (word === undefined || !first || !inline) return null;
  const text = rest[0]?.token.type === 'softbreak' ? rest.slice(1) : rest;
  const paragraph = { token: first.token, children: [{ token: inline.token, children: text }] };
  const kind = CALLOUTS.find((each) => each === word.slice(2, -1).toLowerCase()) ?? null;
  return { kind, word, body: text.length > 0 ? [paragraph, ...others] : others };
}

/** The lines of a callout's body with its name above and a heavy line beside. */
export function drawCallout(kind: CalloutKind, body: readonly string[], pen: Pen): string[] {
  const paint = { note: pen.accent, tip: pen.good, warning: pen.unsure }[kind];
  const lines = [paint(pen.bold(pen.say(WORDS[kind]))), ...body];
  return lines.map((line) => `${paint(pen.glyphs.line)} ${line}`);
}
