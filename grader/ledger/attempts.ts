import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Progress } from '../domain/progress.ts';
import type { Receipt } from '../domain/receipt.ts';
import { VERDICTS } from '../domain/verdict.ts';
import { loadRecords } from './load-records.ts';

/** One grade that somebody asked for, as it was answered. */
export interface Attempt {
  readonly at: Date;
  readonly receipt: Receipt;
}

/** Order is that of recording: clocks go backwards, row numbers do not. */
const PROGRESS = `
  SELECT exercise,
         (SELECT count(*) FROM attempts a WHERE a.exercise = e.exercise) AS attempts,
         (SELECT verdict FROM attempts a WHERE a.exercise = e.exercise ORDER BY id DESC LIMIT 1) AS verdict,
         EXISTS (SELECT 1 FROM attempts a WHERE a.exercise = e.exercise
                 AND verdict = 'passed' AND reason <> 'correctness-only') AS passed,
         coalesce((SELECT level FROM hints h WHERE h.exercise = e.exercise), 0) AS level
  FROM (SELECT exercise FROM attempts UNION SELECT exercise FROM hints) e
  ORDER BY exercise`;

/** Attempts, and the little that is remembered beside them: hints that were shown, settings. */
export class AttemptTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  record(receipt: Receipt, when: Date): void {
    const { exercise, verdict, reason } = receipt;
    this.#database
      .prepare('INSERT INTO attempts (exercise, at, verdict, reason, receipt) VALUES (?, ?, ?, ?, ?)')
      .run(exercise, when.toISOString(), verdict, reason, JSON.stringify(receipt));
  }

  /** Passing without being measured (`correctness-only`) is not passing the exercise. */
  progress(): Progress[] {
    return this.#database
      .prepare(PROGRESS)
      .all()
      .map((row) => ({
        exercise: String(row['exercise']),
        attempts: Number(row['attempts']),
        lastVerdict: VERDICTS.find((verdict) => verdict === row['verdict']) ?? null,
        passed: row['passed'] === 1,
        hintLevel: Number(row['level']),
      }));
  }

  /** Rows that this version does not understand are passed over, and do not count. */
  latest(exercise: string, limit: number): Attempt[] {
    const { readReceipt } = loadRecords();
    const found: Attempt[] = [];
    const rows = this.#database.prepare('SELECT at, receipt FROM attempts WHERE exercise = ? ORDER BY id DESC');
    for (const row of rows.iterate(exercise)) {
      if (found.length >= limit) break;
      const receipt = readReceipt(row['receipt']);
      const at = new Date(String(row['at']));
      if (receipt && !Number.isNaN(at.getTime())) found.push({ at, receipt });
    }
    return found;
  }

  setHintLevel(exercise: string, level: number): void {
    this.#database
      .prepare(
        `INSERT INTO hints (exercise, level) VALUES (?, ?)
         ON CONFLICT (exercise) DO UPDATE SET level = max(level, excluded.level)`,
      )
      .run(exercise, level);
  }

  setting(name: string): string | null {
    const value: SQLOutputValue | undefined = this.#database
      .prepare('SELECT value FROM settings WHERE name = ?')
      .get(name)?.['value'];
    return typeof value === 'string' ? value : null;
  }

  setSetting(name: string, value: string): void {
    this.#database
      .prepare(
        'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      )
      .run(name, value);
  }
}
