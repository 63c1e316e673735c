import type { Language } from '../domain/language.ts';

/**
 * What a text is rendered for. The caller decides it once (terminal or not, NO_COLOR, TERM=dumb, CI, `--plain`,
 * `--lang`), so that rendering the same thing for the same screen always gives the same text.
 */
export interface Screen {
  /** Cells in a line; no line that is rendered is longer. At least 40 are assumed. */
  readonly columns: number;
  /** False: the same meaning in words and symbols alone. */
  readonly colour: boolean;
  /** False: everything that is drawn is ASCII. Words in other scripts stay what they are. */
  readonly unicode: boolean;
  /** Whether the terminal knows hyperlinks (OSC 8). */
  readonly links: boolean;
  readonly language: Language;
}
