import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { glyphsFor } from './glyphs.ts';
import { cut, firstLines, hang, padStart, widthOf, wrap } from './layout.ts';
import { link } from '../link.ts';

const LINKS = { columns: 80, colour: true, unicode: true, links: true, language: 'en' } as const;

describe('widthOf', () => {
  it.each(['plain', '한국어 text', '\u001b[1mbold\u001b[22m', '✓ ✗ ◆ ━━ × µ …', '日本', 'e\u0301', '👩‍💻', ''])(
    'agrees with string-width on %j',
    (text) => {
      expect(widthOf(text)).toBe(stringWidth(text));
    },
  );

  it('counts a link as its text', () => {
    expect(widthOf(link('text', 'https://example.com/a', LINKS))).toBe(4);
  });

  it.each([true, false])('every glyph is one cell wide (unicode: %s)', (unicode) => {
    const glyphs = Object.values(glyphsFor(unicode)).flat();
    expect(glyphs.map((glyph) => stringWidth(glyph))).toEqual(glyphs.map(() => 1));
  });
});

describe('wrap and hang', () => {
  it('breaks between words, and inside one that is longer than the line', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
  });

  it('counts Hangul as two cells', () => {
    expect(
      wrap('생산자와 소비자가 링을 씁니다', 12)
        .map(widthOf)
        .every((width) => width <= 12),
    ).toBe(true);
  });

  it('closes and reopens a style at the line end', () => {
    expect(wrap('\u001b[1mone two\u001b[22m', 4)).toEqual(['\u001b[1mone\u001b[22m', '\u001b[1mtwo\u001b[22m']);
  });

  it('indents what follows the prefix', () => {
    expect(hang('one two three', 10, '- ')).toEqual(['- one two', '  three']);
  });
});

describe('cut and firstLines', () => {
  it('leaves what fits and marks what does not', () => {
    expect(cut('short', 5, '…')).toBe('short');
    expect(cut('too long', 5, '…')).toBe('too…');
    expect(widthOf(cut('가나다라마', 6, '…'))).toBeLessThanOrEqual(6);
  });

  it('marks a text of several lines as cut', () => {
    expect(cut('one\ntwo', 10, '…')).toBe('one…');
  });

  it('marks the last of the lines that are kept', () => {
    expect(firstLines(['one', 'two', 'three'], 2, 20, '…')).toEqual(['one', 'two …']);
    expect(firstLines(['one'], 2, 20, '…')).toEqual(['one']);
  });
});

describe('padStart', () => {
  it('fills up to a number of cells, not of characters', () => {
    expect(padStart('가', 4)).toBe('  가');
  });
});
