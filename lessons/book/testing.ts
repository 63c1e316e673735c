import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../grader/domain/errors.ts';
import { loadBook, type LessonEntry } from './book.ts';

/** Folder of the fixture's first lesson, which has a block of every kind. */
export const FIRST = 'lessons/chapters/010-crossing-into-the-kernel';

/** A copy of the fixture book that a test may break. */
export interface FixtureBook extends Disposable {
  readonly root: string;
  readonly cache: string;
}

export function copyFixture(): FixtureBook {
  const folder = mkdtempSync(join(tmpdir(), 'lab-book-'));
  const root = join(folder, 'root');
  cpSync(join(import.meta.dirname, 'fixture'), root, { recursive: true });
  return {
    root,
    cache: join(folder, 'cache'),
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function edit({ root }: FixtureBook, file: string, change: (text: string) => string): void {
  const path = join(root, file);
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  if (before === after) throw new Error(`the test's edit of ${file} changes nothing`);
  writeFileSync(path, after);
}

export function load({ root, cache }: FixtureBook): readonly LessonEntry[] {
  return loadBook(root, { exerciseIds: ['ring/spsc'], cache });
}

/** The lines of the one error that loading throws; none where it throws none. */
export function faultsOf(book: FixtureBook): string[] {
  try {
    load(book);
  } catch (error) {
    if (error instanceof UserError && error.code === 'bad-lesson') return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}
