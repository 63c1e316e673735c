import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, salvageLedger } from './ledger.ts';
import { receiptOf, roundsOf } from './testing.ts';

const ATTEMPTS = 300;
const PAGE = 4096;

let template = '';
let folder = '';
let file = '';
beforeAll(() => {
  template = mkdtempSync(join(tmpdir(), 'lab-salvage-'));
  using ledger = openLedger(join(template, 'ledger.db'));
  ledger.setHintLevel('basics/count', 2);
  ledger.setSetting('lang', 'ko');
  ledger.storeEvidence('k', 'basics/count', roundsOf(2), null);
  ledger.binaryIndex('basics/count', 'k');
  for (let turn = 0; turn < ATTEMPTS; turn += 1) ledger.recordAttempt(receiptOf({ seconds: turn }), new Date(turn));
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-salvage-'));
  file = join(folder, 'ledger.db');
  cpSync(join(template, 'ledger.db'), file);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => {
  rmSync(template, { recursive: true, force: true });
});

/** Overwrites pages from one to another (a number from the end where negative). */
function damage(from: number, to: number): Buffer {
  const bytes = readFileSync(file);
  bytes.fill(0xee, from * PAGE, to < 0 ? bytes.length + to * PAGE : to * PAGE);
  writeFileSync(file, bytes);
  return bytes;
}

describe('salvageLedger', () => {
  it('saves what lies around the damage, keeps the damaged file, and leaves a sound ledger', () => {
    const middle = Math.floor(readFileSync(file).length / PAGE / 2);
    const bytes = damage(middle, middle + 2);
    const { kept, attempts } = salvageLedger(file);
    expect(readFileSync(kept)).toEqual(bytes);
    expect(kept).toMatch(/ledger\.db\.corrupt-\d{4}-\d\d-\d\dT/u);
    expect(attempts).toBeGreaterThan(ATTEMPTS / 2);
    expect(attempts).toBeLessThan(ATTEMPTS);
    using ledger = openLedger(file, { check: true });
    const seconds = ledger.attempts('basics/count', ATTEMPTS).map(({ receipt }) => receipt.seconds);
    expect(seconds).toHaveLength(attempts);
    // From both sides of the damage, still in their order.
    expect([seconds.at(0), seconds.at(-1)]).toEqual([ATTEMPTS - 1, 0]);
    expect(seconds).toEqual(seconds.toSorted((a, b) => b - a));
    expect(ledger.setting('lang')).toBe('ko');
    expect(ledger.binaryIndex('basics/count', 'k')).toBe(1);
  });

  it('loses nothing of a ledger that is well', () => {
    const { attempts } = salvageLedger(file);
    expect(attempts).toBe(ATTEMPTS);
    using ledger = openLedger(file, { check: true });
    expect(ledger.progress()).toEqual([expect.objectContaining({ attempts: ATTEMPTS, hintLevel: 2 })]);
    expect(ledger.storedEvidence('k')?.rounds).toEqual(roundsOf(2));
  });

  it('keeps the file and begins anew where nothing can be read', () => {
    writeFileSync(file, 'somebody’s poem\n'.repeat(1000));
    const { kept, attempts } = salvageLedger(file);
    expect(attempts).toBe(0);
    expect(readFileSync(kept, 'utf8')).toContain('poem');
    using ledger = openLedger(file, { check: true });
    expect(ledger.progress()).toEqual([]);
  });

  it('saves what is only in the log yet', () => {
    // A process that was killed leaves its log: opened elsewhere while this one still holds it.
    const holder = new DatabaseSync(file);
    holder.exec('PRAGMA wal_autocheckpoint = 0');
    holder.exec(
      `INSERT INTO attempts (exercise, at, verdict, reason, receipt) VALUES ('ring/spsc', '2026-01-01', 'passed', '', '{}')`,
    );
    expect(existsSync(`${file}-wal`)).toBe(true);
    expect(salvageLedger(file).attempts).toBe(ATTEMPTS + 1);
    // Left there, it would be replayed into the new file.
    expect(existsSync(`${file}-wal`)).toBe(false);
    holder.close();
  });

  it('leaves nothing behind but the kept file, and never the same name twice', () => {
    salvageLedger(file);
    salvageLedger(file);
    const names = readdirSync(folder).map((name) => name.replace(/corrupt-.*Z/u, 'corrupt-*'));
    expect(names.toSorted()).toEqual(['ledger.db', 'ledger.db.corrupt-*', 'ledger.db.corrupt-*']);
  });

  it('does not touch what a newer lab has written', () => {
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    const before = readFileSync(file);
    expect(() => salvageLedger(file)).toThrow(expect.objectContaining({ code: 'newer-ledger' }));
    expect(readFileSync(file)).toEqual(before);
    expect(readdirSync(folder)).not.toContain('ledger.db.salvaged');
  });
});
