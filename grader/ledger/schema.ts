/**
 * The tables, as a list of steps: a ledger at `user_version` n has had the first n. A step is never changed once it was
 * released; a new one is added behind it.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    exercise TEXT NOT NULL,
    at TEXT NOT NULL,         -- ISO 8601, UTC
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    receipt TEXT NOT NULL     -- JSON
  ) STRICT;
  CREATE INDEX attempts_by_exercise ON attempts (exercise, id);
  CREATE TABLE hints (exercise TEXT PRIMARY KEY, level INTEGER NOT NULL) STRICT;
  CREATE TABLE evidence (
    key TEXT PRIMARY KEY,
    exercise TEXT NOT NULL,
    rounds TEXT NOT NULL,     -- JSON
    receipt TEXT              -- JSON
  ) STRICT;
  CREATE TABLE binaries (
    exercise TEXT NOT NULL,
    key TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (exercise, key),
    UNIQUE (exercise, number)
  ) STRICT;
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
  `
  CREATE TABLE lessons (
    lesson TEXT PRIMARY KEY,  -- slug at the time
    at TEXT NOT NULL,         -- ISO 8601, UTC: when it was last read
    section INTEGER NOT NULL,
    part INTEGER NOT NULL,
    block TEXT NOT NULL,      -- id of the nearest block at or before the place, or empty
    finished INTEGER NOT NULL -- 1 from the first time its end was reached
  ) STRICT;
  CREATE TABLE answers (
    lesson TEXT NOT NULL,
    block TEXT NOT NULL,
    at TEXT NOT NULL,         -- ISO 8601, UTC
    answer TEXT NOT NULL,     -- JSON
    PRIMARY KEY (lesson, block)
  ) STRICT;
  `,
];

/** Tables with their columns: what there is to salvage from a damaged file. */
export const TABLES = {
  attempts: ['exercise', 'at', 'verdict', 'reason', 'receipt'],
  hints: ['exercise', 'level'],
  binaries: ['exercise', 'key', 'number'],
  settings: ['name', 'value'],
  lessons: ['lesson', 'at', 'section', 'part', 'block', 'finished'],
  answers: ['lesson', 'block', 'at', 'answer'],
  evidence: ['key', 'exercise', 'rounds', 'receipt'],
} as const;
