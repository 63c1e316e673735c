import { wrapCode } from '../text/layout.ts';
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

/** A fenced block: indented, in its own lines however wide they are; C++ with a little colour. */
export function renderCode(code: string, language: string, columns: number, pen: Pen): string[] {
  const plain = pen.foreign(code).replace(/\n$/u, '');
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
