import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from './ledger.ts';
import { receiptOf, roundsOf } from './testing.ts';

const WHEN = new Date('2026-01-02T03:04:05.678Z');
const ID = 'basics/count';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-ledger-'));
  file = join(folder, 'state/ledger.db');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Changes the file behind the ledger's back. */
function tamper(sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

describe('attempts', () => {
  it('are there again when the ledger is opened again, the newest first', () => {
    const first = receiptOf({ detail: 'first' });
    const second = receiptOf({ detail: 'second', verdict: 'passed', reason: 'faster-than-the-line' });
    {
      using ledger = openLedger(file);
      ledger.recordAttempt(first, WHEN);
      // A clock that was set back does not change what came last.
      ledger.recordAttempt(second, new Date(0));
    }
    using ledger = openLedger(file);
    expect(ledger.attempts(ID, 10)).toEqual([
      { at: new Date(0), receipt: second },
      { at: WHEN, receipt: first },
    ]);
    expect(ledger.attempts(ID, 1)).toHaveLength(1);
    expect(ledger.attempts('ring/spsc', 10)).toEqual([]);
    expect(ledger.progress()).toEqual([
      { exercise: ID, attempts: 2, lastVerdict: 'passed', passed: true, hintLevel: 0 },
    ]);
  });

  it('never take away what was reached', () => {
    using ledger = openLedger(file);
    ledger.recordAttempt(receiptOf({ verdict: 'passed', reason: 'faster-than-the-line' }), WHEN);
    ledger.recordAttempt(receiptOf({ verdict: 'incorrect' }), WHEN);
    expect(ledger.progress()).toEqual([
      expect.objectContaining({ passed: true, lastVerdict: 'incorrect', attempts: 2 }),
    ]);
  });

  it('do not pass an exercise that was only checked', () => {
    using ledger = openLedger(file);
    ledger.recordAttempt(receiptOf({ verdict: 'passed', reason: 'correctness-only' }), WHEN);
    expect(ledger.progress()).toEqual([expect.objectContaining({ passed: false, lastVerdict: 'passed' })]);
  });

  it('that another version wrote are ignored, and not fatal', () => {
    using ledger = openLedger(file);
    ledger.recordAttempt(receiptOf({ detail: 'good' }), WHEN);
    tamper(`
      INSERT INTO attempts (exercise, at, verdict, reason, receipt) VALUES
        ('${ID}', '2026-01-01', 'splendid', '', '{"schema": 9}'), ('${ID}', '2026-01-01', 'passed', '', 'not JSON'),
        ('${ID}', 'yesterday', 'incorrect', '', '{}'), ('${ID}', '2026-01-01', 'splendid', '', 'null')`);
    expect(ledger.attempts(ID, 1)).toEqual([{ at: WHEN, receipt: receiptOf({ detail: 'good' }) }]);
    expect(ledger.progress()).toEqual([expect.objectContaining({ attempts: 5, lastVerdict: null })]);
  });
});

describe('hints and settings', () => {
  it('count as progress, and only grow', () => {
    using ledger = openLedger(file);
    ledger.setHintLevel(ID, 2);
    ledger.setHintLevel(ID, 1);
    expect(ledger.progress()).toEqual([{ exercise: ID, attempts: 0, lastVerdict: null, passed: false, hintLevel: 2 }]);
  });

  it('keep what was said last', () => {
    using ledger = openLedger(file);
    expect(ledger.setting('lang')).toBeNull();
    ledger.setSetting('lang', 'en');
    ledger.setSetting('lang', 'ko');
    expect(ledger.setting('lang')).toBe('ko');
  });
});

describe('evidence', () => {
  it('is found by its key, with the answer that came of it', () => {
    using ledger = openLedger(file);
    expect(ledger.storedEvidence('k')).toBeNull();
    ledger.storeEvidence('k', ID, roundsOf(3), null);
    expect(ledger.storedEvidence('k')).toEqual({ rounds: roundsOf(3), receipt: null });
    const inconclusive = receiptOf({ verdict: 'inconclusive', reason: 'too-noisy' });
    ledger.storeEvidence('k', ID, roundsOf(5), inconclusive);
    expect(ledger.storedEvidence('k')).toEqual({ rounds: roundsOf(5), receipt: inconclusive });
  });

  it.each(['passed', 'too-slow'] as const)('of %s stands, whoever comes later', (verdict) => {
    using ledger = openLedger(file);
    const settled = receiptOf({ verdict });
    ledger.storeEvidence('k', ID, roundsOf(9), settled);
    ledger.storeEvidence('k', ID, roundsOf(20), receiptOf({ verdict: 'inconclusive' }));
    ledger.storeEvidence('k', ID, roundsOf(20), receiptOf({ verdict: verdict === 'passed' ? 'too-slow' : 'passed' }));
    expect(ledger.storedEvidence('k')).toEqual({ rounds: roundsOf(9), receipt: settled });
  });

  it('is not replaced by less of it', () => {
    using ledger = openLedger(file);
    ledger.storeEvidence('k', ID, roundsOf(9), null);
    ledger.storeEvidence('k', ID, roundsOf(4), null);
    expect(ledger.storedEvidence('k')?.rounds.blocks).toHaveLength(9);
  });

  it('that cannot be read is as good as none, and is replaced', () => {
    using ledger = openLedger(file);
    ledger.storeEvidence('k', ID, roundsOf(9), receiptOf({ verdict: 'passed' }));
    tamper(`UPDATE evidence SET rounds = '{"schema": 99}'`);
    expect(ledger.storedEvidence('k')).toBeNull();
    ledger.storeEvidence('k', ID, roundsOf(1), null);
    expect(ledger.storedEvidence('k')?.rounds.blocks).toHaveLength(1);
    tamper(`UPDATE evidence SET receipt = '{"schema": 99}'`);
    expect(ledger.storedEvidence('k')).toEqual({ rounds: roundsOf(1), receipt: null });
  });

  it('numbers the binaries of each exercise, and a known one keeps its number', () => {
    using ledger = openLedger(file);
    const numbers = ['a', 'b', 'a', 'c', 'b'].map((key) => ledger.binaryIndex(ID, key));
    expect(numbers).toEqual([1, 2, 1, 3, 2]);
    expect(ledger.binaryIndex('ring/spsc', 'c')).toBe(1);
  });
});
