import { widthOf, wrapCode } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';

const INDENT = '    ';
const CPP = new Set(['cpp', 'c++', 'cc', 'hpp', 'c', 'h']);
/** Comments, strings and characters, preprocessor lines, words: enough of C++ to read it by. */
const PARTS =
  /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|(?![\s\S])))|(?<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+')|(?<directive>^[ ]*#[^\n]*)|(?<word>[A-Za-z_]\w*)/gmu;
const KEYWORDS = new Set(
  (
    'alignas alignof auto bool break case catch char class concept const consteval constexpr constinit continue decltype ' +
    'default delete do double else enum explicit export extern false final float for friend if inline int long mutable ' +
    'namespace new noexcept nullptr operator override private protected public requires return short signed sizeof ' +
    'static static_assert static_cast struct switch template this throw true try typedef typename union unsigned using ' +
    'virtual void volatile while'
  ).split(' '),
);

/** The lines of code in colours, the same text in as many lines; null for a language that it does not know. */
export type Highlight = (code: string, language: string) => readonly string[] | null;

/**
 * A fenced block: indented, in its own lines however wide they are. Where a line has to be broken, colours are ours
 * alone: they are opened again on the next line.
 */
export function renderCode(code: string, language: string, columns: number, pen: Pen, highlight?: Highlight): string[] {
  const plain = pen.foreign(code).replace(/\n$/u, '');
  const fits = plain.split('\n').every((line) => widthOf(line) <= columns - INDENT.length);
  const coloured = fits ? highlight?.(plain, language.toLowerCase()) : null;
  if (coloured) return coloured.map((line) => INDENT + line);
  const painted = CPP.has(language.toLowerCase()) ? paintCpp(plain, pen) : perLine(plain, pen.accent);
  return painted.split('\n').flatMap((line) => wrapCode(line, columns - INDENT.length).map((part) => INDENT + part));
}

function paintCpp(code: string, pen: Pen): string {
  return code.replace(PARTS, (match: string, ...rest: unknown[]) => {
    const parts = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    if (parts['comment'] !== undefined) return perLine(match, pen.dim);
    if (parts['text'] !== undefined) return pen.good(match);
    if (parts['directive'] !== undefined) return pen.unsure(match);
    return KEYWORDS.has(match) ? pen.accent(match) : match;
  });
}

/** No style reaches over a line's end, where an indent follows. */
function perLine(text: string, paint: (line: string) => string): string {
  return text.split('\n').map(paint).join('\n');
}
