import { describe, expect, it } from 'vitest';
import { inOrder, nextBackupName, unfinished } from './backup-name.ts';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const STAMP = '2026-01-02T03-04-05.678Z';

describe('nextBackupName', () => {
  it('is the time, in a form that every file system takes', () => {
    expect(nextBackupName([], NOW)).toBe(STAMP);
    expect(nextBackupName(['2025-12-31T23-59-59.999Z'], NOW)).toBe(STAMP);
  });

  it.each([[[STAMP]], [[unfinished(STAMP)]], [['2030-01-01T00-00-00.000Z', STAMP]]])(
    'comes after all that are there, whatever the clock says: %j',
    (folders) => {
      const names = [...folders];
      for (let turn = 0; turn < 12; turn += 1) {
        const next = nextBackupName(names, NOW);
        expect(inOrder([...names, next]).at(-1)).toBe(next);
        expect(names).not.toContain(next);
        names.push(next);
      }
    },
  );

  it('goes back to the time as soon as the clock has passed the newest', () => {
    expect(nextBackupName([STAMP, `${STAMP}+0002`], new Date(NOW.getTime() + 1))).toBe('2026-01-02T03-04-05.679Z');
  });
});

describe('inOrder', () => {
  it('puts an unfinished backup where its finished name would be', () => {
    const early = unfinished('2026-01-01T00-00-00.000Z');
    expect(inOrder([`${STAMP}+0002`, STAMP, early])).toEqual([early, STAMP, `${STAMP}+0002`]);
  });
});
