import { createRequire } from 'node:module';
import type { DatabaseSync } from 'node:sqlite';
import { UserError } from '../domain/errors.ts';
import { inTransaction } from './database.ts';
import type { ProgressFile, progressFile, PROGRESS_SCHEMA } from './progress-schema.ts';
import { TABLES } from './schema.ts';

/** How much of a file was new. */
export interface Imported {
  readonly attempts: number;
  readonly lessons: number;
  readonly answers: number;
}

/** Tables that go with a learner from machine to machine. Evidence and its counting belong to the machine. */
const PORTABLE = ['attempts', 'hints', 'settings', 'lessons', 'answers'] as const;
type Portable = (typeof PORTABLE)[number];

/** An attempt has no name of its own: the same exercise at the same moment is the same attempt. */
const INSERTS: Readonly<Record<Portable, string>> = {
  attempts: `INSERT INTO attempts (exercise, at, verdict, reason, receipt)
    SELECT @exercise, @at, @verdict, @reason, @receipt
    WHERE NOT EXISTS (SELECT 1 FROM attempts WHERE exercise = @exercise AND at = @at)`,
  hints: `INSERT INTO hints (exercise, level) VALUES (@exercise, @level)
    ON CONFLICT (exercise) DO UPDATE SET level = excluded.level WHERE excluded.level > level`,
  settings: 'INSERT OR IGNORE INTO settings (name, value) VALUES (@name, @value)',
  lessons: `INSERT INTO lessons (lesson, at, section, part, block, finished)
    VALUES (@lesson, @at, @section, @part, @block, @finished)
    ON CONFLICT (lesson) DO UPDATE SET at = excluded.at, section = excluded.section, part = excluded.part,
      block = excluded.block, finished = max(finished, excluded.finished) WHERE excluded.at > at`,
  answers: `INSERT INTO answers (lesson, block, at, answer) VALUES (@lesson, @block, @at, @answer)
    ON CONFLICT (lesson, block) DO UPDATE SET at = excluded.at, answer = excluded.answer WHERE excluded.at > at`,
};

/** Progress out of one ledger and into another. */
export class ProgressFiles {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  export(): string {
    const tables = PORTABLE.map((table) => [table, this.#rows(table)] as const);
    const schema: typeof PROGRESS_SCHEMA = 1;
    return `${JSON.stringify({ schema, ...Object.fromEntries(tables) }, null, 1)}\n`;
  }

  import(json: string): Imported {
    const file = readFile(json);
    return inTransaction(this.#database, () => {
      const added = PORTABLE.map((table) => [table, this.#add(table, file[table])] as const);
      const { attempts = 0, lessons = 0, answers = 0 } = Object.fromEntries(added);
      return { attempts, lessons, answers };
    });
  }

  #rows(table: Portable): unknown[] {
    return this.#database.prepare(`SELECT ${TABLES[table].join(', ')} FROM ${table} ORDER BY rowid`).all();
  }

  #add(table: Portable, rows: readonly Readonly<Record<string, string | number>>[]): number {
    const insert = this.#database.prepare(INSERTS[table]);
    return rows.reduce((sum, row) => sum + Number(insert.run({ ...row }).changes), 0);
  }
}

/** Loads the schema only here: see `load-records.ts`. */
function readFile(json: string): ProgressFile {
  const load = createRequire(import.meta.url)('./progress-schema.ts') as {
    readonly progressFile: typeof progressFile;
  };
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    throw badFile('it is not JSON');
  }
  const read = load.progressFile.safeParse(raw);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw badFile(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function badFile(why: string): UserError {
  return new UserError(
    'bad-progress-file',
    `this is no progress that the lab has exported: ${why}`,
    'lab progress export FILE writes one.',
  );
}
