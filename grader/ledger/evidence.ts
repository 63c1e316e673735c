import type { DatabaseSync } from 'node:sqlite';
import type { Receipt } from '../domain/receipt.ts';
import type { Rounds } from '../domain/rounds.ts';
import { inTransaction } from './database.ts';
import { loadRecords } from './load-records.ts';

/** What was measured of one binary, and the last answer that came of it. */
export interface StoredEvidence {
  readonly rounds: Rounds;
  readonly receipt: Receipt | null;
}

/** Evidence by the hash of what it is about: verdicts stand, inconclusive ones are added to. */
export class EvidenceTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Null also for rounds that this version does not understand: they are measured afresh. */
  find(key: string): StoredEvidence | null {
    const row = this.#database.prepare('SELECT rounds, receipt FROM evidence WHERE key = ?').get(key);
    if (!row) return null;
    const { readReceipt, readRounds } = loadRecords();
    const rounds = readRounds(row['rounds']);
    return rounds && { rounds, receipt: readReceipt(row['receipt']) };
  }

  /** Two grades of one binary may end at the same time. The first verdict stands; more evidence beats less. */
  store(key: string, exercise: string, rounds: Rounds, receipt: Receipt | null): void {
    inTransaction(this.#database, () => {
      const before = this.find(key);
      if (before && (isSettled(before) || before.rounds.blocks.length > rounds.blocks.length)) return;
      this.#database
        .prepare(
          `INSERT INTO evidence (key, exercise, rounds, receipt) VALUES (?, ?, ?, ?)
           ON CONFLICT (key) DO UPDATE SET rounds = excluded.rounds, receipt = excluded.receipt`,
        )
        .run(key, exercise, JSON.stringify(rounds), receipt && JSON.stringify(receipt));
    });
  }

  /** Counted, and never counted again: what the n-th binary may spend of the error rate depends on it. */
  binaryIndex(exercise: string, key: string): number {
    return inTransaction(this.#database, () => {
      const known = this.#database.prepare('SELECT number FROM binaries WHERE exercise = ? AND key = ?');
      const number = known.get(exercise, key)?.['number'];
      if (number !== undefined) return Number(number);
      const highest = this.#database.prepare('SELECT max(number) AS n FROM binaries WHERE exercise = ?').get(exercise);
      const next = Number(highest?.['n'] ?? 0) + 1;
      this.#database.prepare('INSERT INTO binaries (exercise, key, number) VALUES (?, ?, ?)').run(exercise, key, next);
      return next;
    });
  }
}

function isSettled({ receipt }: StoredEvidence): boolean {
  return receipt?.verdict === 'passed' || receipt?.verdict === 'too-slow';
}
