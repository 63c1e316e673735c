import { describe, expect, it } from 'vitest';
import { Bug } from '../domain/errors.ts';
import { holdCounts, overTheLine } from './counts.ts';

const title = { en: 'Transfers', ko: '전송' };
const transfers = { name: 'transfers', title, unit: 'transfers/item', line: 1.9, reference: 1.1, naive: 5 };
const calls = { ...transfers, name: 'calls', unit: 'calls/datagram' };

describe('holdCounts', () => {
  it('passes what is at the line, and fails what is above it', () => {
    const at = [{ name: 'transfers', value: 1.9 }];
    const above = [{ name: 'transfers', value: 1.900001 }];
    expect(holdCounts([transfers], at)).toMatchObject([{ yours: 1.9, line: 1.9, naive: 5, decision: 'passed' }]);
    expect(holdCounts([transfers], above)).toMatchObject([{ decision: 'failed' }]);
  });

  it('keeps the order of the exercise, whichever check reports first', () => {
    const reported = [
      { name: 'calls', value: 1 },
      { name: 'transfers', value: 1 },
    ];
    expect(holdCounts([transfers, calls], reported).map(({ name }) => name)).toEqual(['transfers', 'calls']);
  });

  it.each([
    ['is missing', []],
    ['came twice', [transfers, transfers]],
    ['was not promised', [transfers, { name: 'wishes' }]],
  ])('takes it for a bug of ours when a count %s', (_, names) => {
    const reported = names.map(({ name }) => ({ name, value: 1 }));
    expect(() => holdCounts([transfers], reported)).toThrow(Bug);
  });
});

describe('overTheLine', () => {
  it('says what was counted and what is allowed, of the first that is above its line', () => {
    const reported = [
      { name: 'transfers', value: 1 },
      { name: 'calls', value: 3.2 },
    ];
    expect(overTheLine(holdCounts([transfers, calls], reported))).toBe('calls: 3.2 calls/datagram, at most 1.9');
    expect(overTheLine(holdCounts([transfers], reported.slice(0, 1)))).toBeUndefined();
  });
});
