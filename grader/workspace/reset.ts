import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import type { Exercise } from '../domain/exercise.ts';
import type { Paths } from '../domain/paths.ts';
import { finished, inOrder, isUnfinished, nextBackupName, unfinished } from './backup-name.ts';
import { changing, errorCode } from './disk.ts';
import { contentOf, isSame, isTaken, moveAside, stage, type Content, type Staged } from './files.ts';
import { isStarter, starterContent, workFolder } from './starter.ts';

/**
 * Puts the starter back. The learner's files are moved to `backups/<id>/<time>/` first; null when none of them differed
 * from the starter. Other files in the folder stay where they are.
 *
 * Nothing is lost at any moment: a file is moved, not copied and deleted, so that a save in between is either in the
 * backup or in the folder; and the starter is only put where nothing is. It is on the disk before the first file moves:
 * a full disk changes nothing. Interrupted, the folder has fewer files, which the next `layStarter` lays, and the backup
 * is marked, so that the next reset goes on with it: one undo brings all of it back.
 */
export function resetWork(exercise: Exercise, paths: Paths, now: Date): { readonly backup: string | null } {
  const folder = workFolder(exercise, paths);
  const starters = exercise.files.map((name) => ({
    path: join(folder, name),
    content: starterContent(exercise, name),
  }));
  return changing(paths.work, () => {
    using staged = new StagedFiles(starters);
    const backup = backUpWork(exercise, paths, now);
    staged.place();
    return { backup };
  });
}

/**
 * Brings the files of the newest backup back that differs from what is in the folder. What they replace is moved to a
 * backup of its own first, unless it is the starter's. Throws `UserError` `nothing-to-undo`.
 */
export function undoReset(exercise: Exercise, paths: Paths, now: Date): { readonly restored: string } {
  const folder = workFolder(exercise, paths);
  return changing(paths.work, () => {
    const restored = newestDifferent(exercise, paths);
    const files = exercise.files.flatMap((name) => {
      const content = contentOf(join(restored, name));
      return content ? [{ name, path: join(folder, name), content }] : [];
    });
    using staged = new StagedFiles(files);
    const names = files.map(({ name }) => name);
    const replaced = moveToBackup(folder, names, newBackup(exercise, paths, now));
    // Looked at only now: a save of the last moment is in it.
    if (names.every((name) => !isTaken(join(replaced, name)) || isStarter(exercise, name, join(replaced, name)))) {
      rmSync(replaced, { recursive: true });
    }
    staged.place();
    return { restored };
  });
}

/** Several files that are put in place together, as far as that goes. */
class StagedFiles implements Disposable {
  readonly #all = new DisposableStack();
  readonly #files: readonly Staged[];

  constructor(files: readonly { readonly path: string; readonly content: Content }[]) {
    try {
      this.#files = files.map(({ path, content }) => this.#all.use(stage(path, content)));
    } catch (error) {
      this.#all.dispose();
      throw error;
    }
  }

  place(): void {
    for (const file of this.#files) file.place();
  }

  [Symbol.dispose](): void {
    this.#all.dispose();
  }
}

/** Moves the learner's files to a backup, which may be one that was begun; null where there was nothing of theirs. */
function backUpWork(exercise: Exercise, paths: Paths, now: Date): string | null {
  const folder = workFolder(exercise, paths);
  const begun = openBackup(exercise, paths);
  const isTheirs = (name: string): boolean => !isStarter(exercise, name, join(folder, name));
  const isMoved = (name: string): boolean => begun !== null && isTaken(join(begun, name));
  const present = exercise.files.filter((name) => isTaken(join(folder, name)));
  if (!present.some(isTheirs)) return begun === null ? null : close(begun);
  // What has been moved already was replaced by a starter since; or else they have gone on working.
  if (begun !== null && !present.some((name) => isMoved(name) && isTheirs(name))) {
    return moveToBackup(
      folder,
      present.filter((name) => !isMoved(name)),
      begun,
    );
  }
  if (begun !== null) close(begun);
  return moveToBackup(folder, present, newBackup(exercise, paths, now));
}

function backupsFolder(exercise: Exercise, paths: Paths): string {
  return join(paths.state, 'backups', exercise.id);
}

/** Absolute, oldest first. */
function backupsOf(exercise: Exercise, paths: Paths): string[] {
  const folder = backupsFolder(exercise, paths);
  if (!existsSync(folder)) return [];
  return inOrder(readdirSync(folder)).map((name) => join(folder, name));
}

/** The newest backup, if its reset was interrupted. */
function openBackup(exercise: Exercise, paths: Paths): string | null {
  const newest = backupsOf(exercise, paths).at(-1);
  return newest !== undefined && isUnfinished(newest) ? newest : null;
}

function newBackup(exercise: Exercise, paths: Paths, now: Date): string {
  const folder = backupsFolder(exercise, paths);
  mkdirSync(folder, { recursive: true });
  for (;;) {
    const backup = join(folder, unfinished(nextBackupName(readdirSync(folder), now)));
    if (makeFolder(backup)) return backup;
  }
}

/** False when another process has just taken the name. */
function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function moveToBackup(folder: string, names: readonly string[], backup: string): string {
  for (const name of names) moveAside(join(folder, name), join(backup, name));
  return close(backup);
}

function close(backup: string): string {
  renameSync(backup, finished(backup));
  return finished(backup);
}

function newestDifferent(exercise: Exercise, paths: Paths): string {
  const folder = workFolder(exercise, paths);
  const differs = (backup: string, name: string): boolean => {
    const kept = contentOf(join(backup, name));
    return kept !== null && !isSame(kept, contentOf(join(folder, name)));
  };
  const found = backupsOf(exercise, paths).findLast((backup) => exercise.files.some((name) => differs(backup, name)));
  if (found !== undefined) return found;
  const next = `lab reset ${exercise.id} makes a backup.`;
  throw new UserError('nothing-to-undo', `no backup of ${exercise.id} differs from your files`, next);
}
