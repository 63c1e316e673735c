import type { DatabaseSync } from 'node:sqlite';

/** Where a reader is in a lesson, in terms that outlive a change of its text. */
export interface LessonPlace {
  /** The lesson's slug at the time. */
  readonly lesson: string;
  readonly at: Date;
  /** From 0; a part is a stretch of text or a block. */
  readonly section: number;
  readonly part: number;
  /** Id of the nearest block at or before the place; empty where there is none. */
  readonly block: string;
  readonly finished: boolean;
}

/** What a reader answered to a block, as JSON that the player understands. */
export interface StoredAnswer {
  readonly block: string;
  readonly at: Date;
  readonly answer: string;
}

/** Places and answers. */
export class LessonTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  places(): LessonPlace[] {
    const rows = this.#database.prepare('SELECT * FROM lessons ORDER BY at DESC, lesson').all();
    return rows.map((row) => ({
      lesson: String(row['lesson']),
      at: new Date(String(row['at'])),
      section: Number(row['section']),
      part: Number(row['part']),
      block: String(row['block']),
      finished: row['finished'] === 1,
    }));
  }

  setPlace({ lesson, at, section, part, block, finished }: LessonPlace): void {
    this.#database
      .prepare(
        `INSERT INTO lessons (lesson, at, section, part, block, finished) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (lesson) DO UPDATE SET at = excluded.at, section = excluded.section, part = excluded.part,
           block = excluded.block, finished = max(finished, excluded.finished)`,
      )
      .run(lesson, at.toISOString(), section, part, block, finished ? 1 : 0);
  }

  answers(names: readonly string[]): StoredAnswer[] {
    const query = this.#database.prepare('SELECT block, at, answer FROM answers WHERE lesson = ?');
    const newest = new Map<string, StoredAnswer>();
    for (const row of names.flatMap((name) => query.all(name))) {
      const found = { block: String(row['block']), at: new Date(String(row['at'])), answer: String(row['answer']) };
      const before = newest.get(found.block);
      if (!before || before.at < found.at) newest.set(found.block, found);
    }
    return [...newest.values()];
  }

  setAnswer(lesson: string, { block, at, answer }: StoredAnswer): void {
    this.#database
      .prepare(
        `INSERT INTO answers (lesson, block, at, answer) VALUES (?, ?, ?, ?)
         ON CONFLICT (lesson, block) DO UPDATE SET at = excluded.at, answer = excluded.answer`,
      )
      .run(lesson, block, at.toISOString(), answer);
  }
}
