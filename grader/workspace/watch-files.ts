import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exercise } from '../domain/exercise.ts';
import type { Paths } from '../domain/paths.ts';
import { workFolder } from './starter.ts';

/** An editor writes, renames, writes again: this long after the last of it is a save. */
const SETTLE_MS = 100;
/** Where no file event arrives (network folders, some containers), a look this often finds the change. */
const LOOK_MS = 1000;

/** Somebody looking at a learner's files until it is told to stop. */
export interface Watcher extends AsyncDisposable {
  /** What is there now is what is known: our own change is no save. */
  settle(): void;
}

/**
 * Calls `onSave` when the content of one of the learner's files changes. By content: a save that changes nothing is no
 * save, and a change without a file event is one.
 */
export async function watchFiles(exercise: Exercise, paths: Paths, onSave: () => void): Promise<Watcher> {
  // Loaded here: nearly every command uses this room, and two watch.
  const { watch } = await import('chokidar');
  const files = exercise.files.map((name) => join(workFolder(exercise, paths), name));
  let known = hashOf(files);
  const look = (): void => {
    const now = hashOf(files);
    if (now === known) return;
    known = now;
    onSave();
  };
  const settle = { stabilityThreshold: SETTLE_MS, pollInterval: SETTLE_MS / 2 };
  const watcher = watch(files, { ignoreInitial: true, awaitWriteFinish: settle, atomic: true }).on('all', look);
  const looking = setInterval(look, LOOK_MS);
  return {
    settle() {
      known = hashOf(files);
    },
    async [Symbol.asyncDispose]() {
      clearInterval(looking);
      await watcher.close();
    },
  };
}

function hashOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) if (existsSync(file)) hash.update(readFileSync(file));
  return hash.digest('hex');
}
