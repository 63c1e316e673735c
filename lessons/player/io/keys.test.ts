import { describe, expect, it } from 'vitest';
import { decodeKeys } from './keys.ts';

describe('keys', () => {
  it('are told apart when they arrive together', () => {
    expect(decodeKeys('\u001b[A\u001bOBq\r\u001b[6~ \u001b').keys).toEqual([
      'up',
      'down',
      'q',
      'enter',
      'page-down',
      ' ',
      'escape',
    ]);
  });

  it('mean the same on a locked keyboard, and on a Korean one', () => {
    expect(decodeKeys('Qㅂㅎ').keys).toEqual(['q', 'q', 'g']);
  });

  it('that nobody knows are nothing, and never letters', () => {
    expect(decodeKeys('\u001b[1;5A\u001b[200~\u001b[?1;2c\u0001\u007f').keys).toEqual([]);
  });

  it('are not what a terminal answers to a question', () => {
    const { keys, replies } = decodeKeys('\u001b]11;rgb:ffff/ffff/ffff\u001b\\q');
    expect(keys).toEqual(['q']);
    expect(replies).toEqual(['\u001b]11;rgb:ffff/ffff/ffff\u001b\\']);
  });

  it('interrupt', () => {
    expect(decodeKeys('\u0003\u001a').keys).toEqual(['ctrl-c', 'ctrl-z']);
  });
});
