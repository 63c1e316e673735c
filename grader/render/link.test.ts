import { describe, expect, it } from 'vitest';
import type { Screen } from './screen.ts';
import { link, pathToUrl } from './link.ts';

const PLAIN: Screen = { columns: 80, colour: false, unicode: true, links: false, language: 'en' };
const LINKS: Screen = { ...PLAIN, links: true };

describe('link', () => {
  it('is an OSC 8 hyperlink where the terminal knows them', () => {
    expect(link('docs', 'https://example.com', LINKS)).toBe('\u001b]8;;https://example.com\u0007docs\u001b]8;;\u0007');
  });

  it('shows the address where it does not, but not twice', () => {
    expect(link('docs', 'https://example.com', PLAIN)).toBe('docs (https://example.com)');
    expect(link('https://example.com', 'https://example.com', PLAIN)).toBe('https://example.com');
  });

  it('does not let an address end the sequence and begin another', () => {
    const sequence = link('x', 'https://example.com/\u0007\u001b]0;owned\u0007', LINKS);
    expect(sequence).toBe('\u001b]8;;https://example.com/\u0007x\u001b]8;;\u0007');
  });

  it('makes an address of a path with any characters', () => {
    expect(pathToUrl('/home/나/a b#c')).toBe('file:///home/%EB%82%98/a%20b%23c');
  });
});
