import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import type { Exercise, ExerciseId } from '../domain/exercise.ts';
import type { Paths } from '../domain/paths.ts';

/** An exercise with two files, and a learner's folder beside it: what the workspace needs, in a place of its own. */
export interface Workshop extends Disposable {
  readonly exercise: Exercise;
  readonly paths: Paths;
  /** Where the learner's files are. */
  readonly folder: string;
}

export const STARTER = { 'a.hpp': '// TODO(you): a\n', 'b.hpp': '// TODO(you): b\n' } as const;

/** `work` is put elsewhere for tests with a disk of their own. */
export function openWorkshop({ work }: { readonly work?: string } = {}): Workshop {
  const root = mkdtempSync(join(tmpdir(), 'lab-workshop-'));
  const folder = join(root, 'exercises/010-two/010-files');
  const solutions = join(root, 'solutions/010-two/010-files');
  mkdirSync(join(folder, 'starter'), { recursive: true });
  for (const [name, text] of Object.entries(STARTER)) writeFileSync(join(folder, 'starter', name), text);
  for (const answer of [
    'reference',
    'naive',
    'impostors/incorrect.zero',
    'alternatives/passed.other',
    'unjudged/odd',
  ]) {
    cpSync(join(folder, 'starter'), join(solutions, answer), { recursive: true });
  }
  const id = 'two/files' as ExerciseId;
  const exercise = {
    id,
    files: Object.keys(STARTER),
    folder,
    solutions,
    metrics: [{}],
    counts: [],
  } as unknown as Exercise;
  const paths = {
    root,
    work: work ?? join(root, 'work'),
    state: join(work ?? join(root, 'work'), '.lab'),
    cache: join(root, 'cache'),
  };
  return {
    exercise,
    paths,
    folder: join(paths.work, id),
    [Symbol.dispose]() {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The `UserError` that an action throws; anything else, or nothing, fails the test. */
export function refusal(action: () => unknown): UserError {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

/** A file system of its own that is soon full. Unmounted when it is disposed of. */
export interface TinyDisk extends Disposable {
  readonly folder: string;
}

/** Why tests with a full disk are skipped where they are. */
export const NEEDS_MOUNT = 'needs root and mount(2) for a file system that is full';

/** Null where mounting is not allowed: most users, most containers. */
export function mountTinyDisk(kib: number): TinyDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'lab-tiny-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${String(kib)}k`, 'none', folder], {
    stdio: 'ignore',
  });
  if (status !== 0) {
    rmSync(folder, { recursive: true });
    return null;
  }
  return {
    folder,
    [Symbol.dispose]() {
      spawnSync('umount', [folder], { stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
