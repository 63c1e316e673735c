import { cut, padEnd, widthOf, type Pen } from '../../../grader/render/drawing.ts';
import type { Localized } from '../../../grader/domain/language.ts';
import { marginOf } from '../pages.ts';
import type { PlayerState } from '../state/state.ts';

/** A key and what it does. */
export type KeyHelp = readonly [key: string, does: Localized<string>];

export interface Framed {
  /** Where the reader is; the first is set off. */
  readonly title: readonly string[];
  /** How far: at the right end of the title's line. */
  readonly aside: string;
  readonly body: readonly string[];
  /** The most important first: the last ones are left out where there is no room. */
  readonly keys: readonly KeyHelp[];
}

/** The whole screen: exactly as many lines as the terminal has, none wider than it. */
export function drawFrame(state: PlayerState, framed: Framed, pen: Pen): string[] {
  const { screen, rows } = state;
  const margin = ' '.repeat(marginOf(screen.columns));
  const width = Math.max(1, screen.columns - 2 * margin.length);
  const head = [margin + titleLine(framed, width, pen), margin + pen.dim(pen.glyphs.rule.repeat(width))];
  const foot = margin + footer(state, framed.keys, width, pen);
  if (!Number.isFinite(rows)) return [...head, ...framed.body.map((line) => margin + line), '', foot];
  const height = Math.max(0, rows - 4);
  const body = framed.body.slice(0, height).map((line) => (line === '' ? '' : margin + line));
  const filled = [...body, ...Array.from({ length: height - body.length }, () => '')];
  return [...head, ...filled, '', foot].slice(0, rows);
}

function titleLine({ title, aside }: Framed, width: number, pen: Pen): string {
  const end = aside === '' ? '' : `  ${pen.dim(aside)}`;
  const room = Math.max(1, width - widthOf(end));
  const [first = '', ...rest] = title.filter((part) => part !== '');
  const plain = [first, ...rest].join(` ${pen.glyphs.dot} `);
  const styled = [pen.bold(first), ...rest.map(pen.dim)].join(pen.dim(` ${pen.glyphs.dot} `));
  const text = widthOf(plain) <= room ? styled : pen.bold(cut(plain, room, pen.glyphs.ellipsis));
  return padEnd(text, room) + end;
}

function footer({ notice }: PlayerState, keys: readonly KeyHelp[], width: number, pen: Pen): string {
  const shown = keys.map(([key, does]) => `${pen.accent(pen.foreign(key))} ${pen.dim(pen.foreign(pen.say(does)))}`);
  const start = notice ? [pen.bold(pen.foreign(pen.say(notice)))] : [];
  const gap = '   ';
  const all = [...start, ...shown];
  while (all.length > 1 && widthOf(all.join(gap)) > width) all.splice(-1, 1);
  return cut(all.join(gap), width, pen.glyphs.ellipsis);
}
