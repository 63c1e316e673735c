import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { corruptLedger, isBusy, newerLedger } from './faults.ts';
import { MIGRATIONS } from './schema.ts';

/** A write takes milliseconds; whoever holds the ledger for longer than this is stuck. */
const BUSY_MS = 10_000;

/** Opens the file at our schema, or throws before anything in it was changed. */
export function openDatabase(file: string, { check = false }: { readonly check?: boolean } = {}): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    const version = versionOf(database);
    if (version > MIGRATIONS.length) throw newerLedger(file);
    if (check && !isSound(database)) throw corruptLedger(file);
    readWhileOthersWrite(database);
    if (version < MIGRATIONS.length) migrate(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Everything in one go, or nothing; nobody else writes meanwhile. */
export function inTransaction<T>(database: DatabaseSync, action: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = action();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite ends the transaction by itself after some errors (a full disk).
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Two processes may open a new file at once: the second finds the work done. */
function migrate(database: DatabaseSync, file: string): void {
  inTransaction(database, () => {
    const version = versionOf(database);
    if (version > MIGRATIONS.length) throw newerLedger(file);
    for (const step of MIGRATIONS.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${String(MIGRATIONS.length)}`);
  });
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

function isSound(database: DatabaseSync): boolean {
  return database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok';
}

/** WAL is kept in the file, so this does something once. While others are at it SQLite refuses without waiting: fine. */
function readWhileOthersWrite(database: DatabaseSync): void {
  if (database.prepare('PRAGMA journal_mode').get()?.['journal_mode'] === 'wal') return;
  try {
    database.exec('PRAGMA journal_mode = WAL');
  } catch (error) {
    if (!isBusy(error)) throw error;
  }
}
