import type { Highlight } from '../../grader/render/markdown.ts';

/** What is known of the terminal's colours beyond that it has some. */
export interface Palette {
  readonly background: 'light' | 'dark';
  /** Direct colours, or the 256 of xterm. */
  readonly direct: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether colours beyond the eight can be shown; null where only those are known to work. */
export function colourDepth(env: Environment): 'direct' | '256' | null {
  if (env['COLORTERM'] === 'truecolor' || env['COLORTERM'] === '24bit') return 'direct';
  return /256color|kitty|ghostty|alacritty|wezterm/u.test(env['TERM'] ?? '') ? '256' : null;
}

/** `LAB_THEME=light`, or the last number of `COLORFGBG` as rxvt, Konsole and others set it; null where nobody says. */
export function backgroundOf(env: Environment): Palette['background'] | null {
  const wanted = env['LAB_THEME'];
  if (wanted === 'light' || wanted === 'dark') return wanted;
  const number = Number(/;(\d+)$/u.exec(env['COLORFGBG'] ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(number)) return null;
  // The 16 colours of a terminal: 7 is light grey, from 9 on all are bright.
  return number === 7 || number > 8 ? 'light' : 'dark';
}

/** How a terminal that knows OSC 11 names its background; null for any other text. */
export function backgroundFromReply(reply: string): Palette['background'] | null {
  // eslint-disable-next-line no-control-regex -- the reply is a control string
  const parts = /\u001b\]11;rgba?:([\da-f]+)\/([\da-f]+)\/([\da-f]+)/iu.exec(reply)?.slice(1);
  if (!parts) return null;
  const [red = 0, green = 0, blue = 0] = parts.map((part) => Number.parseInt(part, 16) / (16 ** part.length - 1));
  // Relative luminance, without the gamma: half is far from every background that people use.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5 ? 'light' : 'dark';
}

const LANGUAGES: Readonly<Record<string, string>> = { cpp: 'cpp', c: 'cpp', sh: 'shellscript', json: 'json' };

/**
 * Loads the highlighter of VS Code: grammars, a theme for each background, and Oniguruma, whose regular expressions the
 * grammars are written in (translated to JavaScript's, the C++ grammar is slow and paints wrongly). It takes a third of
 * a second, so it is loaded when the first screen stands.
 */
export async function loadHighlight({ background, direct }: Palette): Promise<Highlight> {
  const [{ createHighlighterCore }, { createOnigurumaEngine }] = await Promise.all([
    import('shiki/core'),
    import('shiki/engine/oniguruma'),
  ]);
  const theme = background === 'light' ? 'github-light-default' : 'github-dark-default';
  const shiki = await createHighlighterCore({
    themes: [
      background === 'light'
        ? import('shiki/themes/github-light-default.mjs')
        : import('shiki/themes/github-dark-default.mjs'),
    ],
    langs: [import('shiki/langs/cpp.mjs'), import('shiki/langs/shellscript.mjs'), import('shiki/langs/json.mjs')],
    engine: createOnigurumaEngine(import('shiki/wasm')),
  });
  const usual = shiki.getTheme(theme).fg.toLowerCase();
  const known = new Map<string, readonly string[]>();
  return (code, language) => {
    const lang = LANGUAGES[language];
    if (lang === undefined) return null;
    const key = `${lang} ${code}`;
    const before = known.get(key);
    if (before) return before;
    const lines = shiki
      .codeToTokensBase(code, { lang, theme })
      .map((tokens) => tokens.map(({ content, color }) => paint(content, color, usual, direct)).join(''));
    known.set(key, lines);
    return lines;
  };
}

function paint(text: string, colour: string | undefined, usual: string, direct: boolean): string {
  if (colour === undefined || colour.toLowerCase() === usual || text.trim() === '') return text;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const code = direct ? `2;${String(red)};${String(green)};${String(blue)}` : `5;${String(nearest(red, green, blue))}`;
  return `\u001b[38;${code}m${text}\u001b[39m`;
}

/** The nearest in the cube of 6 by 6 by 6 colours that begins at 16. */
function nearest(red: number, green: number, blue: number): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) => Math.round((part / 255) * 5));
  return 16 + 36 * r + 6 * g + b;
}
