import { describe, expect, it } from 'vitest';
import { CappedText } from './capped-text.ts';

function textOf(capBytes: number, chunks: readonly string[]): string {
  const text = new CappedText(capBytes);
  for (const chunk of chunks) text.add(Buffer.from(chunk));
  return text.toString();
}

describe('CappedText', () => {
  it('keeps everything that fits, however it arrives', () => {
    expect(textOf(10, ['abc', '', 'defg', 'hij'])).toBe('abcdefghij');
  });

  it('keeps both ends and counts what is missing in between', () => {
    expect(textOf(6, ['abcdefghij'])).toBe('abc\n[… 4 bytes cut …]\nhij');
    expect(textOf(6, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'])).toBe('abc\n[… 4 bytes cut …]\nhij');
  });

  it('does not take a character apart that arrives in two chunks', () => {
    const [first, second] = [Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1)];
    const text = new CappedText(100);
    text.add(first);
    text.add(second);
    expect(text.toString()).toBe('é');
  });

  it('holds no more than its cap, whatever is written', () => {
    const text = new CappedText(1000);
    for (let i = 0; i < 1000; ++i) text.add(Buffer.alloc(997, 'x'));
    expect(text.total).toBe(997_000);
    expect(text.toString().length).toBeLessThan(1100);
  });
});
