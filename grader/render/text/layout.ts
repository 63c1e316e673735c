import { loadStringWidth, loadWrapAnsi } from './packages.ts';

/** Our own styles and links: they take no room. */
// eslint-disable-next-line no-control-regex -- that is what they are made of
const STYLES = /\u001b\[[\d;]+m|\u001b\]8;;[^\u0007]*\u0007/gu;
/** ASCII, and those of our glyphs that are one cell wide beyond doubt (East Asian Width N, or A taken as narrow). */
const NARROW = /^[ -~·×µ…•─-╿○●◆▸✓✗]*$/u;

/** Cells that the text takes on a terminal: a Hangul syllable takes two. */
export function widthOf(text: string): number {
  const plain = text.includes('\u001b') ? text.replace(STYLES, '') : text;
  if (NARROW.test(plain)) return plain.length;
  return loadStringWidth()(plain);
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}

/** The text in lines of at most `width` cells, broken between words where that is possible. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => (widthOf(line) <= width ? [line] : broken(line, width, true)));
}

/** The same without regard to words, and with all its spaces: for code. */
export function wrapCode(line: string, width: number): string[] {
  return widthOf(line) <= width ? [line] : broken(line, width, false);
}

function broken(line: string, width: number, words: boolean): string[] {
  return loadWrapAnsi()(line, Math.max(1, width), { hard: true, wordWrap: words, trim: words }).split('\n');
}

/** Parts of a text with an empty line between them; parts without lines leave nothing behind. */
export function separated(parts: readonly (readonly string[])[]): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    if (part.length > 0) lines.push(...(lines.length === 0 ? [] : ['']), ...part);
  }
  return lines;
}

/** Wrapped below a first prefix; the lines after it are indented as far, or by `rest`. */
export function hang(text: string, columns: number, first: string, rest = ' '.repeat(widthOf(first))): string[] {
  const room = columns - Math.max(widthOf(first), widthOf(rest));
  return wrap(text, room).map((line, index) => (index === 0 ? first : rest) + line);
}

/** The text in one line of at most `width` cells; `ellipsis` (one cell) tells that something is missing. */
export function cut(text: string, width: number, ellipsis: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  if (line === text && widthOf(line) <= width) return line;
  const kept = wrapCode(line, Math.max(1, width - 1))[0] ?? '';
  return `${kept.trimEnd()}${ellipsis}`;
}

/** At most `most` of these lines; the last of them then ends in the ellipsis. */
export function firstLines(lines: readonly string[], most: number, columns: number, ellipsis: string): string[] {
  if (lines.length <= most) return [...lines];
  const last = cut(lines[most - 1] ?? '', columns - 2, ellipsis);
  return [...lines.slice(0, most - 1), last.endsWith(ellipsis) ? last : `${last} ${ellipsis}`];
}
