import type { Moment } from '../../domain/receipt.ts';
import { cut, padEnd, wrap } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';
import { CHECKS } from '../words/receipt.ts';

/** Of a run that went wrong, so many moments: a screen is 24 lines. Key moments first, then the last ones. */
const MOST_MOMENTS = 5;
/** Narrower columns cut every line of code: then the moments stand below each other, with the thread's name. */
const LEAST_COLUMN = 28;
const GAP = 3;
const INDENT = '      ';

/**
 * The run as its threads lived it: a column for each, time downwards. A moment is the line of code with its number, and
 * below it what the line did there.
 */
export function renderMoments(moments: readonly Moment[], pen: Pen, most = MOST_MOMENTS): string[] {
  if (moments.length === 0) return [];
  const shown = choose(moments, most);
  const threads = [...new Set(shown.map(({ thread }) => thread))];
  const room = pen.columns - INDENT.length;
  const width = Math.floor((room - GAP * (threads.length - 1)) / threads.length);
  const leftOut = moments.length - shown.length;
  const note = leftOut === 0 ? [] : [pen.dim(`${pen.glyphs.ellipsis} ${pen.say(CHECKS.momentsLeftOut)(leftOut)}`)];
  const lines =
    threads.length > 1 && width < LEAST_COLUMN ? inOneColumn(shown, room, pen) : sideBySide(shown, threads, width, pen);
  return [...note, ...lines].map((line) => (INDENT + line).trimEnd());
}

function choose(moments: readonly Moment[], most: number): Moment[] {
  const keys = moments.filter(({ key }) => key).slice(-most);
  const others = moments.filter(({ key }) => !key);
  const last = others.slice(others.length - Math.max(0, most - keys.length));
  const chosen = new Set([...keys, ...last]);
  return moments.filter((moment) => chosen.has(moment));
}

function sideBySide(moments: readonly Moment[], threads: readonly string[], width: number, pen: Pen): string[] {
  const between = ' '.repeat(GAP);
  const row = (thread: string, text: string): string =>
    threads.map((one) => padEnd(one === thread ? text : '', width)).join(between);
  const head = threads.map((thread) => padEnd(pen.bold(cut(pen.foreign(thread), width, pen.glyphs.ellipsis)), width));
  return [
    head.join(between),
    ...moments.flatMap((moment) => linesOf(moment, width, pen).map((line) => row(moment.thread, line))),
  ];
}

function inOneColumn(moments: readonly Moment[], width: number, pen: Pen): string[] {
  return moments.flatMap((moment) => {
    const name = pen.bold(cut(pen.foreign(moment.thread), width, pen.glyphs.ellipsis));
    return [name, ...linesOf(moment, width - 2, pen).map((line) => `  ${line}`)];
  });
}

/** `92 tail_.store(tail + 1, …` and `   stores 5 (relaxed)`; a call of the scenario is one line. */
function linesOf({ text, place }: Moment, width: number, pen: Pen): string[] {
  if (place === null) return [pen.accent(cut(pen.foreign(text), width, pen.glyphs.ellipsis))];
  const number = `${String(place.line)} `;
  const indent = ' '.repeat(number.length);
  const code = cut(pen.foreign(place.code), width - number.length, pen.glyphs.ellipsis);
  const said = wrap(pen.foreign(text), width - number.length);
  return [`${pen.dim(number)}${code}`, ...said.map((line) => pen.dim(`${indent}${line}`))];
}
