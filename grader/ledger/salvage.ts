import { constants, copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import { inTransaction, openDatabase } from './database.ts';
import { isDamage, newerLedger, sayWhatIsWrong } from './faults.ts';
import { MIGRATIONS, TABLES } from './schema.ts';

export interface Salvaged {
  /** Where the damaged file is now, with everything that was in it. */
  readonly kept: string;
  /** Attempts in the new ledger. */
  readonly attempts: number;
}

type Table = keyof typeof TABLES;
type Row = Readonly<Record<string, SQLOutputValue>>;

/**
 * Replaces a damaged ledger by a new one with everything that SQLite can still read from it. The damaged file is copied
 * aside before anything is changed, and the new one takes its place whole, by rename: interrupted anywhere, this can be
 * done again. Throws the `UserError`s of `openLedger`, but for `corrupt-ledger`.
 */
export function salvageLedger(file: string): Salvaged {
  return sayWhatIsWrong(file, () => {
    const kept = keepAside(file);
    const made = `${file}.salvaged`;
    removeDatabase(made);
    try {
      const attempts = makeFrom(kept, made);
      // A log of the damaged file would be replayed into the new one.
      for (const companion of ['-wal', '-shm']) rmSync(`${file}${companion}`, { force: true });
      renameSync(made, file);
      return { kept, attempts };
    } finally {
      removeDatabase(made);
    }
  });
}

/** Makes a new ledger from what can be read, and answers with its number of attempts. */
function makeFrom(kept: string, made: string): number {
  const fresh = openDatabase(made);
  try {
    copyReadable(kept, fresh);
    // One file without companions, so that a rename moves all of it.
    fresh.exec('PRAGMA journal_mode = DELETE');
    return Number(fresh.prepare('SELECT count(*) AS n FROM attempts').get()?.['n'] ?? 0);
  } finally {
    fresh.close();
  }
}

/** A copy with its log, under a name that nothing has. */
function keepAside(file: string): string {
  const stamp = new Date().toISOString().replaceAll(':', '-');
  const kept = `${file}.corrupt-${stamp}`;
  copyFileSync(file, kept, constants.COPYFILE_EXCL);
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${kept}-wal`, constants.COPYFILE_EXCL);
  return kept;
}

function removeDatabase(file: string): void {
  for (const companion of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${companion}`, { force: true });
}

/** Reads a copy of the copy's pages only: nothing is written to what is kept. */
function copyReadable(kept: string, fresh: DatabaseSync): void {
  const reading = `${kept}.reading`;
  copyFileSync(kept, reading);
  if (existsSync(`${kept}-wal`)) copyFileSync(`${kept}-wal`, `${reading}-wal`);
  const damaged = new DatabaseSync(reading);
  try {
    for (const table of Object.keys(TABLES) as Table[]) copyTable(table, damaged, fresh, kept);
  } catch (error) {
    if (!isDamage(error)) throw error;
  } finally {
    damaged.close();
    removeDatabase(reading);
  }
}

function copyTable(table: Table, damaged: DatabaseSync, fresh: DatabaseSync, kept: string): void {
  const version = Number(damaged.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > MIGRATIONS.length) throw newerLedger(kept);
  const columns = TABLES[table];
  const insert = fresh.prepare(
    `INSERT OR IGNORE INTO ${table} (rowid, ${columns.join(', ')}) VALUES (?, ${columns.map(() => '?').join(', ')})`,
  );
  inTransaction(fresh, () => {
    // From both ends: damage in the middle hides what is behind it, but not what is in front of it from behind.
    for (const direction of ['ASC', 'DESC']) {
      readUntilDamage(damaged, `SELECT rowid AS position, * FROM ${table} ORDER BY rowid ${direction}`, (row) => {
        insertIfItFits(() => insert.run(...valuesOf(row, ['position', ...columns])));
      });
    }
  });
}

function valuesOf(row: Row, columns: readonly string[]): SQLInputValue[] {
  return columns.map((column) => row[column] ?? null);
}

function readUntilDamage(database: DatabaseSync, query: string, onRow: (row: Row) => void): void {
  try {
    for (const row of database.prepare(query).iterate()) onRow(row);
  } catch (error) {
    if (!isDamage(error) && !isUnreadable(error)) throw error;
  }
}

/** A damaged row may hold a value that its column does not take. */
function insertIfItFits(insert: () => void): void {
  try {
    insert();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
  }
}

/** SQLITE_ERROR (1): a table is not there. SQLITE_CONSTRAINT (19), SQLITE_MISMATCH (20): a value does not fit. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && [1, 19, 20].includes(Number(error.errcode) & 0xff);
}
