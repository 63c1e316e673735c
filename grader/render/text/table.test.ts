import { describe, expect, it } from 'vitest';
import { widthOf } from './layout.ts';
import { layTable } from './table.ts';

describe('layTable', () => {
  it('aligns columns by cells on the screen', () => {
    expect(
      layTable(
        [
          ['가', 'x'],
          ['abc', 'yy'],
        ],
        { columns: 20 },
      ),
    ).toEqual(['가   x', 'abc  yy']);
  });

  it('aligns figures at their end', () => {
    expect(
      layTable(
        [
          ['a', '1'],
          ['b', '100'],
        ],
        { columns: 20, align: ['start', 'end'] },
      ),
    ).toEqual(['a    1', 'b  100']);
  });

  it('wraps the widest column where the table does not fit', () => {
    const lines = layTable([['name', 'a long sentence that has to be broken somewhere']], { columns: 30 });
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.every((line) => widthOf(line) <= 30)).toBe(true);
  });

  it('takes rows of different lengths, and none at all', () => {
    expect(layTable([['a'], ['b', 'c']], { columns: 10 })).toEqual(['a', 'b  c']);
    expect(layTable([], { columns: 10 })).toEqual([]);
  });
});
