import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from './ledger.ts';
import { receiptOf, refusal, mountTinyDisk, NEEDS_MOUNT } from './testing.ts';

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

describe('two processes', () => {
  /** Opens the same new ledger as its siblings do, and writes while they write. */
  const PROGRAM = `
    const { openLedger } = await import(process.argv[1]);
    const [, , file, name] = process.argv;
    const receipt = JSON.parse(process.argv[4]);
    const numbers = [];
    for (let turn = 0; turn < 40; turn += 1) {
      using ledger = openLedger(file);
      ledger.recordAttempt(receipt, new Date());
      numbers.push(ledger.binaryIndex('basics/count', name + turn));
    }
    console.log(JSON.stringify(numbers));`;

  async function run(name: string): Promise<number[]> {
    const argv = [
      '--input-type=module',
      '-e',
      PROGRAM,
      join(import.meta.dirname, 'ledger.ts'),
      file,
      name,
      JSON.stringify(receiptOf()),
    ];
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
    return JSON.parse(Buffer.concat(chunks).toString()) as number[];
  }

  it('write into one new ledger without losing or doubling anything', async () => {
    const names = ['a', 'b', 'c'];
    const numbers = (await Promise.all(names.map(run))).flat();
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    using ledger = openLedger(file, { check: true });
    expect(ledger.progress()).toEqual([expect.objectContaining({ attempts: 120 })]);
  });
});

describe('a ledger that cannot be used', () => {
  it('was written by a newer lab: it is left as it is, and the update is named', () => {
    openLedger(file).close();
    tamper('PRAGMA user_version = 99');
    const before = readFileSync(file);
    const { code, message, next } = refusal(() => openLedger(file));
    expect([code, message, next]).toEqual([
      'newer-ledger',
      `written by a newer lab: ${file}`,
      'Update: git pull && bin/setup',
    ]);
    expect(readFileSync(file)).toEqual(before);
  });

  it('is no database: it is left as it is, and the mending command is named', () => {
    openLedger(file).close();
    const junk = 'this is somebody’s poem\n'.repeat(500);
    writeFileSync(file, junk);
    const { code, message, next } = refusal(() => openLedger(file));
    expect(code).toBe('corrupt-ledger');
    expect(message).toContain(file);
    expect(next).toContain('lab doctor --fix');
    expect(readFileSync(file, 'utf8')).toBe(junk);
  });

  it('is damaged inside: whoever comes across it says so, and a check on opening does', () => {
    {
      using ledger = openLedger(file);
      for (let turn = 0; turn < 200; turn += 1) ledger.recordAttempt(receiptOf(), WHEN);
    }
    const bytes = readFileSync(file);
    bytes.fill(0xee, 8 * 4096, bytes.length - 8 * 4096);
    writeFileSync(file, bytes);
    expect(refusal(() => openLedger(file, { check: true })).code).toBe('corrupt-ledger');
    using ledger = openLedger(file);
    expect(refusal(() => ledger.attempts(ID, 1000)).code).toBe('corrupt-ledger');
  });

  it('has a file in place of its folder, or is a folder', () => {
    writeFileSync(join(folder, 'file'), '');
    for (const place of [join(folder, 'file/ledger.db'), join(folder, 'file/deep/ledger.db'), folder]) {
      const { code, next } = refusal(() => openLedger(place));
      expect(code).toBe('ledger-unwritable');
      expect(next).toContain('LAB_WORK');
    }
  });

  it('has no room left: nothing that was in it is lost', ({ skip }) => {
    using disk = mountTinyDisk(256) ?? skip(NEEDS_MOUNT);
    const place = join(disk.folder, 'ledger.db');
    using ledger = openLedger(place);
    const long = receiptOf({ detail: 'x'.repeat(10_000) });
    let kept = 0;
    const { code, message, next } = refusal(() => {
      for (; kept < 1000; kept += 1) ledger.recordAttempt(long, WHEN);
    });
    expect([code, message]).toEqual(['ledger-unwritable', `there is no room left to write ${place}`]);
    expect(next).toContain('Free some space');
    expect(kept).toBeGreaterThan(0);
    expect(ledger.attempts(ID, 1000)).toHaveLength(kept);
  });

  it('says that there is no room even for a new one', ({ skip }) => {
    using disk = mountTinyDisk(4) ?? skip(NEEDS_MOUNT);
    expect(refusal(() => openLedger(join(disk.folder, 'ledger.db'))).code).toBe('ledger-unwritable');
  });

  it('is closed once or twice', () => {
    const ledger = openLedger(file);
    ledger.close();
    expect(() => {
      ledger.close();
    }).not.toThrow();
  });
});
