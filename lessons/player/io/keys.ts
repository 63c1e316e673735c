import type { Key } from '../state/event.ts';

/** What terminals send for keys that are no characters (ECMA-48, xterm's and VT220's variants). */
const SEQUENCES: Readonly<Record<string, Key>> = {
  '\u001b[A': 'up',
  '\u001bOA': 'up',
  '\u001b[B': 'down',
  '\u001bOB': 'down',
  '\u001b[C': 'right',
  '\u001bOC': 'right',
  '\u001b[D': 'left',
  '\u001bOD': 'left',
  '\u001b[5~': 'page-up',
  '\u001b[6~': 'page-down',
  '\u001b[H': 'home',
  '\u001bOH': 'home',
  '\u001b[1~': 'home',
  '\u001b[7~': 'home',
  '\u001b[F': 'end',
  '\u001bOF': 'end',
  '\u001b[4~': 'end',
  '\u001b[8~': 'end',
  '\u001b': 'escape',
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u0003': 'ctrl-c',
  '\u001a': 'ctrl-z',
};

/** Control strings and sequences, escaped characters, then single characters. */
const PARTS =
  // eslint-disable-next-line no-control-regex -- that is what keys are made of
  /(?<string>\u001b[\]P_^][^\u0007\u001b]*(?:\u0007|\u001b\\)?)|(?<sequence>\u001b(?:\[[0-?]*[ -/]*[@-~]|O[A-Z])?)|(?<character>[\s\S])/gu;

export interface Decoded {
  readonly keys: readonly Key[];
  /** Answers of the terminal to questions (OSC 11, …). */
  readonly replies: readonly string[];
}

/** Keys in what a terminal has sent at once. Letters are what they are, but for the large ones of a locked keyboard. */
export function decodeKeys(data: string): Decoded {
  const keys: Key[] = [];
  const replies: string[] = [];
  for (const { groups, 0: all } of data.matchAll(PARTS)) {
    if (groups?.['string'] !== undefined) replies.push(all);
    else if (SEQUENCES[all] !== undefined) keys.push(SEQUENCES[all]);
    else if (groups?.['character'] !== undefined && all >= ' ' && all !== '\u007f') keys.push(all.toLowerCase());
  }
  return { keys: keys.map((key) => HANGUL[key] ?? key), replies };
}

/** A Korean keyboard (two-set) sends jamo while it is in Hangul mode: the same keys are meant. */
const HANGUL: Readonly<Record<string, Key>> = {
  ㅂ: 'q',
  ㅅ: 't',
  ㅣ: 'l',
  ㅎ: 'g',
  ㅗ: 'h',
  ㄴ: 's',
  ㅍ: 'v',
  ㄷ: 'e',
  ㄱ: 'r',
  ㅜ: 'n',
  ㅠ: 'b',
  ㅡ: 'm',
  ㅊ: 'c',
  ㅁ: 'a',
  ㅓ: 'j',
  ㅏ: 'k',
};
