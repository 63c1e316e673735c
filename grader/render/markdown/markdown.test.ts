import { describe, expect, it } from 'vitest';
import type { Screen } from '../screen.ts';
import { widthOf } from '../text/layout.ts';
import { renderMarkdown } from '../markdown.ts';

const PLAIN: Screen = { columns: 40, colour: false, unicode: true, links: false, language: 'en' };
const COLOUR: Screen = { ...PLAIN, colour: true };

function highlight(code: string): string[] {
  return code.split('\n').map((line) => `\u001b[38;5;9m${line}\u001b[39m`);
}

describe('renderMarkdown', () => {
  it('wraps paragraphs and keeps them apart', () => {
    expect(renderMarkdown('one\ntwo\n\nthree', PLAIN)).toBe('one two\n\nthree');
    const lines = renderMarkdown('word '.repeat(50), PLAIN).split('\n');
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.every((line) => widthOf(line) <= 40)).toBe(true);
  });

  it('marks headings without colour as with it', () => {
    expect(renderMarkdown('# Title\n\n## Part\n\ntext', PLAIN)).toBe('Title\n━━━━━\n\n## Part\n\ntext');
    expect(renderMarkdown('## Part', COLOUR)).toBe('\u001b[1mPart\u001b[22m');
  });

  it('keeps the marks of emphasis where there is no colour', () => {
    expect(renderMarkdown('a **strong** *word* `code`', PLAIN)).toBe('a **strong** *word* `code`');
    expect(renderMarkdown('a **strong** `code`', COLOUR)).toBe('a \u001b[1mstrong\u001b[22m \u001b[36mcode\u001b[39m');
  });

  it('indents lists, numbers them, and nests them', () => {
    expect(renderMarkdown('- one\n- two\n  - inner\n', PLAIN)).toBe('  • one\n  • two\n      • inner');
    expect(renderMarkdown('9. nine\n10. ten\n', PLAIN)).toBe('   9. nine\n  10. ten');
  });

  it('keeps loose items apart', () => {
    expect(renderMarkdown('- one\n\n- two\n', PLAIN)).toBe('  • one\n\n  • two');
  });

  it('indents what a list item goes on with', () => {
    expect(renderMarkdown(`- ${'word '.repeat(12)}`, PLAIN).split('\n')[1]).toMatch(/^ {4}word/u);
  });

  it('shows code as it is, spaces and all', () => {
    expect(renderMarkdown('```\nif (a)\n    b;\n\nc\n```', PLAIN)).toBe('    if (a)\n        b;\n\n    c');
  });

  it('loses nothing of a code line that is too long', () => {
    const code = 'x'.repeat(100);
    const lines = renderMarkdown(`\`\`\`cpp\n${code}\n\`\`\``, PLAIN).split('\n');
    expect(lines.map((line) => line.trim()).join('')).toBe(code);
    expect(lines.every((line) => widthOf(line) <= 40)).toBe(true);
  });

  it('colours C++ without changing it', () => {
    const code = '// why\nconst auto text = "if // no";\n#include <atomic>\n/* two\nlines */ return 1;';
    const coloured = renderMarkdown(`\`\`\`cpp\n${code}\n\`\`\``, COLOUR);
    expect(coloured).toContain('\u001b[36mconst\u001b[39m');
    expect(coloured).toContain('\u001b[32m"if // no"\u001b[39m');
    expect(coloured).toContain('\u001b[2m// why\u001b[22m');
    expect(coloured).toContain('\u001b[2m/* two\u001b[22m\n    \u001b[2mlines */\u001b[22m');
    expect(coloured.replace(/\u001b\[\d+m/gu, '')).toBe(renderMarkdown(`\`\`\`cpp\n${code}\n\`\`\``, PLAIN)); // eslint-disable-line no-control-regex -- colours
  });

  it('aligns tables by cells on the screen and wraps what is too wide', () => {
    expect(renderMarkdown('| 이름 | n |\n| --- | --: |\n| 가 | 1 |\n| abcdef | 100 |', PLAIN)).toBe(
      '  이름      n\n  ───────────\n  가        1\n  abcdef  100',
    );
    const wide = renderMarkdown(`| a | b |\n| - | - |\n| x | ${'word '.repeat(20)} |`, PLAIN).split('\n');
    expect(wide.every((line) => widthOf(line) <= 40)).toBe(true);
  });

  it('quotes, rules and breaks lines', () => {
    expect(renderMarkdown('> said\n> so', PLAIN)).toBe('│ said so');
    expect(renderMarkdown('---', PLAIN)).toBe('─'.repeat(40));
    expect(renderMarkdown('one\\\ntwo', PLAIN)).toBe('one\ntwo');
  });

  it('names callouts, and sets them off', () => {
    expect(renderMarkdown('> [!NOTE]\n> said\n> so', PLAIN)).toBe('┃ Note\n┃ said so');
    expect(renderMarkdown('> [!WARNING] no', PLAIN)).toBe('│ [!WARNING] no');
    expect(renderMarkdown('> [!TIP]\n>\n> - one\n> - two', { ...PLAIN, language: 'ko' })).toBe(
      '┃ 팁\n┃   • one\n┃   • two',
    );
  });

  it('takes the colours of a highlighter where every line has room', () => {
    const code = '```cpp\nint a;\nint b;\n```';
    expect(renderMarkdown(code, COLOUR, { highlight })).toBe(
      '    \u001b[38;5;9mint a;\u001b[39m\n    \u001b[38;5;9mint b;\u001b[39m',
    );
    expect(renderMarkdown(code, PLAIN, { highlight })).toBe('    int a;\n    int b;');
    expect(renderMarkdown(`\`\`\`cpp\n${'x'.repeat(50)}\n\`\`\``, COLOUR, { highlight })).not.toContain('38;5;9');
  });

  it('links where the terminal can, and shows the address where it cannot', () => {
    expect(renderMarkdown('[text](https://e.org)', PLAIN)).toBe('text (https://e.org)');
    expect(renderMarkdown('[text](https://e.org)', { ...PLAIN, links: true })).toBe(
      '\u001b]8;;https://e.org\u0007text\u001b]8;;\u0007',
    );
    expect(renderMarkdown('[part](#part)', PLAIN)).toBe('part');
  });

  it('is not a way to send the terminal commands', () => {
    const evil =
      'a\u001b[2J `b\u001b]0;x\u0007`\n\n```\n\u001b[31mc\n```\n\n[d](https://e.org/\u001b[1m) <b>html</b> &#27;[2J';
    // eslint-disable-next-line no-control-regex -- that is what must not be there
    expect(renderMarkdown(evil, PLAIN)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u);
  });

  it('shows an empty text as nothing', () => {
    expect(renderMarkdown('', PLAIN)).toBe('');
  });
});
