import type { Localized } from '../../domain/language.ts';
import type { Screen } from '../screen.ts';
import { glyphsFor, inAscii, type Glyphs } from './glyphs.ts';
import { stripControl } from './strip-control.ts';

/**
 * What everything is written with: the screen's colours by their meaning, its glyphs and its language. Yellow, white
 * and blue are not among the colours: they vanish on a light or on a dark background. Symbols and words carry every
 * meaning as well, so a pen without colour leaves nothing out.
 */
export interface Pen {
  readonly screen: Screen;
  /** Cells to write in: the screen's, but not more than reads well. */
  readonly columns: number;
  readonly glyphs: Glyphs;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly unsure: (text: string) => string;
  /** Commands, code and what is to be looked at. */
  readonly accent: (text: string) => string;
  readonly say: <T>(text: Localized<T>) => T;
  /** Text that is not ours (a program's, a compiler's, a file's), safe to print on this screen. */
  readonly foreign: (text: string) => string;
}

/** Lines longer than about this are hard to find the next one of (Bringhurst: 45 to 75 characters, and an indent). */
const WIDEST = 100;
/** Below this nothing is laid out: what does not fit is left to the terminal. */
const NARROWEST = 40;

export function penFor(screen: Screen): Pen {
  const paint = (open: number, close: number) => (screen.colour ? (text: string) => sgr(text, open, close) : identity);
  return {
    screen,
    columns: Math.max(NARROWEST, Math.min(WIDEST, screen.columns)),
    glyphs: glyphsFor(screen.unicode),
    bold: paint(1, 22),
    dim: paint(2, 22),
    good: paint(32, 39),
    bad: paint(31, 39),
    unsure: paint(35, 39),
    accent: paint(36, 39),
    say: (text) => text[screen.language],
    foreign: (text) => (screen.unicode ? stripControl(text) : inAscii(stripControl(text))),
  };
}

/** Opens again what a nested style closes: bold and dim share their closing code (ECMA-48 8.3.117). */
function sgr(text: string, open: number, close: number): string {
  if (text === '') return '';
  const [opening, closing] = [`\u001b[${String(open)}m`, `\u001b[${String(close)}m`];
  return `${opening}${text.replaceAll(closing, `${closing}${opening}`)}${closing}`;
}

function identity(text: string): string {
  return text;
}
