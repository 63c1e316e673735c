import { describe, expect, it } from 'vitest';
import { stripControl } from './strip-control.ts';

describe('stripControl', () => {
  it.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['cursor movements', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
    ['private modes', '\u001b[?25lhidden\u001b[?1049h', 'hidden'],
    ['window titles', '\u001b]0;owned\u0007text', 'text'],
    ['hyperlinks', '\u001b]8;;http://example.com\u001b\\click\u001b]8;;\u001b\\', 'click'],
    ['device control strings', '\u001bP1$r0m\u001b\\text', 'text'],
    ['application programs and privacy messages', '\u001b_x\u001b\\a\u001b^y\u001b\\b', 'ab'],
    ['eight-bit sequences', '\u009b31mred\u009d0;title\u009ctext', 'redtext'],
    ['character sets and resets', '\u001b(0line\u001bc', 'line'],
    ['a lone escape at the end', 'text\u001b', 'text'],
    ['an unfinished sequence', 'text\u001b[31', 'text'],
    ['bells, backspaces, carriage returns, nulls', 'a\u0007b\u0008c\rd\u0000e\u007f', 'abcde'],
    ['characters that reorder text', 'a\u202eb\u2066c\u200fd', 'abcd'],
  ])('takes out %s', (_, text, plain) => {
    expect(stripControl(text)).toBe(plain);
  });

  it('leaves no control character but the line end, whatever comes', () => {
    const all = Array.from({ length: 0x100 }, (_, code) => String.fromCodePoint(code));
    const pairs = all.flatMap((one) => [`\u001b${one}x`, `${one}\u001b]${one}`, `\u009b${one}`, one]).join('');
    // eslint-disable-next-line no-control-regex -- that is what must not be there
    expect(stripControl(pairs)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u);
  });

  it('does not assemble a new sequence out of what is left', () => {
    expect(stripControl('\u001b\u001b[31m[32mtext')).not.toContain('\u001b');
    expect(stripControl('\u001b]0;a\u001b]0;b\u0007text')).toBe('text');
  });

  it('an unfinished control string takes its own line with it and no other', () => {
    expect(stripControl('\u001b]0;swallow\nthe next line')).toBe('\nthe next line');
  });

  it('keeps line ends, letters of every script and symbols', () => {
    expect(stripControl('하나\r\ntwo → drei ✓')).toBe('하나\ntwo → drei ✓');
  });

  it('turns tabs into the spaces that they stand for', () => {
    expect(stripControl('a\tb\n\tc')).toBe('a       b\n        c');
  });
});
