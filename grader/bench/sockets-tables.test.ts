import { describe, expect, it } from 'vitest';
import { socketTables } from './sockets-tables.ts';

const POLLED = 'round trip: ours: polled, connected (polling/busy-poll)';
const THEIRS = 'round trip: sockperf server --nonblocked';

describe('socketTables', () => {
  it('compares times so that more is better for us, round by round', () => {
    const tables = socketTables(
      new Map([
        [POLLED, [10_000, 20_000, 10_000]],
        [THEIRS, [12_000, 24_000, 11_000]],
      ]),
    );
    expect(tables.at(-1)?.rows).toEqual([
      [expect.stringContaining('polled and connected'), '1.20 (1.10 to 1.20)', 'at least 1.05', '3'],
    ]);
  });

  it('leaves out a round in which one of the two gave no figure', () => {
    const tables = socketTables(
      new Map([
        [POLLED, [10_000, null, 10_000]],
        [THEIRS, [20_000, 20_000, undefined]],
      ]),
    );
    expect(tables.at(-1)?.rows[0]?.at(-1)).toBe('1');
  });

  it('has no row for who is not there', () => {
    expect(socketTables(new Map()).flatMap(({ rows }) => rows)).toEqual([]);
  });

  it('lists figures with the smallest first', () => {
    const [table] = socketTables(
      new Map([
        [THEIRS, [12_000]],
        [POLLED, [10_000]],
      ]),
    );
    expect(table?.rows).toEqual([
      ['ours: polled, connected (polling/busy-poll)', '10.0 (10.0 to 10.0)'],
      ['sockperf server --nonblocked', '12.0 (12.0 to 12.0)'],
    ]);
  });
});
