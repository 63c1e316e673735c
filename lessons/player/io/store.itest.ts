import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Paths } from '../../../grader/domain/paths.ts';
import { openLedger } from '../../../grader/ledger/ledger.ts';
import { BOOK, resultOf } from '../testing.ts';
import { Store } from './store.ts';

let folder = '';
let paths: Paths;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-store-'));
  paths = { root: folder, work: folder, state: join(folder, '.lab'), cache: folder };
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const PLACE = { section: 2, part: 1, line: 7 };
const [FIRST] = BOOK;

describe('what is remembered of a reader', () => {
  it('is nothing at first, and looking makes no file', () => {
    const store = new Store(paths, BOOK);
    expect([store.readings().size, store.progress().size, store.language()]).toEqual([0, 0, null]);
    expect(existsSync(paths.state)).toBe(false);
  });

  it('is there the next time: place, answers, language, hints', () => {
    const answer = { kind: 'predict', guess: 500, measured: resultOf() } as const;
    const store = new Store(paths, BOOK);
    store.savePlace({ kind: 'save-place', slug: 'crossing', place: PLACE, block: 'sweep', finished: true });
    store.saveAnswer({ kind: 'save-answer', slug: 'crossing', block: 'cost', answer });
    store.saveLanguage('ko');
    store.saveHint('ring/spsc', 2);
    const next = new Store(paths, BOOK);
    expect(next.readings().get('crossing')).toMatchObject({
      place: { ...PLACE, line: 0 },
      block: 'sweep',
      finished: true,
    });
    expect(FIRST && next.answers(FIRST)).toEqual(new Map([['cost', answer]]));
    expect(next.language()).toBe('ko');
    expect(next.progress().get('ring/spsc')?.hintLevel).toBe(2);
  });

  it('is found again when a lesson was renamed', () => {
    const before = new Store(paths, BOOK);
    before.savePlace({ kind: 'save-place', slug: 'crossing', place: PLACE, block: 'sweep', finished: false });
    before.saveAnswer({ kind: 'save-answer', slug: 'crossing', block: 'why', answer: { kind: 'quiz', chosen: [0] } });
    const renamed = BOOK.map((entry) => ({ ...entry, slug: `new-${entry.slug}`, formerly: [entry.slug] }));
    const after = new Store(paths, renamed);
    expect(after.readings().get('new-crossing')?.block).toBe('sweep');
    const [first] = renamed;
    expect(first && after.answers(first).get('why')).toEqual({ kind: 'quiz', chosen: [0] });
  });

  it('is passed over where this version does not understand it', () => {
    {
      using ledger = openLedger(join(paths.state, 'ledger.db'));
      for (const [block, answer] of [
        ['a', 'not JSON'],
        ['b', '{"kind":"splendid"}'],
        ['c', '{"kind":"quiz","chosen":[1]}'],
      ] as const) {
        ledger.setLessonAnswer('crossing', { block, at: new Date(0), answer });
      }
    }
    expect(FIRST && new Store(paths, BOOK).answers(FIRST)).toEqual(new Map([['c', { kind: 'quiz', chosen: [1] }]]));
  });
});
