import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { errorCode } from './disk.ts';

/** A learner's file as it is kept and compared. A symbolic link is kept as one: what it points to is not ours. */
export type Content =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'link'; readonly target: string };

/** What is at a path, or null: nothing, or nothing that can be a source file. */
export function contentOf(path: string): Content | null {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status?.isSymbolicLink()) return { kind: 'link', target: readlinkSync(path) };
  return status?.isFile() ? { kind: 'bytes', bytes: readFileSync(path) } : null;
}

export function isSame(a: Content | null, b: Content | null): boolean {
  if (a?.kind === 'bytes' && b?.kind === 'bytes') return a.bytes.equals(b.bytes);
  if (a?.kind === 'link' && b?.kind === 'link') return a.target === b.target;
  return a === b;
}

/** Is there anything at all, a dangling link included? */
export function isTaken(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Content that is on the disk already, beside the place that it is for: what can fail of writing it has not. */
export interface Staged extends Disposable {
  /**
   * Puts it where nothing is. It appears whole, and never over something: link(2) refuses what rename(2) would replace.
   * False when somebody was there first.
   */
  place(): boolean;
}

export function stage(path: string, content: Content): Staged {
  const half = `${path}.${String(process.pid)}-${crypto.randomUUID()}.tmp`;
  const discard = (): void => {
    rmSync(half, { force: true });
  };
  mkdirSync(dirname(path), { recursive: true });
  try {
    write(half, content);
  } catch (error) {
    discard();
    throw error;
  }
  return { place: () => linkOrCopy(half, path), [Symbol.dispose]: discard };
}

export function placeNew(path: string, content: Content): boolean {
  using staged = stage(path, content);
  return staged.place();
}

function write(path: string, content: Content): void {
  if (content.kind === 'link') {
    symlinkSync(content.target, path);
    return;
  }
  writeFileSync(path, content.bytes, { flag: 'wx', flush: true });
}

/** Some file systems (FAT, some shares) have no hard links: an exclusive copy then, which a kill can leave half. */
function linkOrCopy(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (!NO_LINKS.has(errorCode(error))) throw error;
  }
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * Moves what is at a path, as it is at that moment: what an editor saves a moment later is a new file, and not lost
 * either. False when there is nothing (any more).
 */
export function moveAside(from: string, to: string): boolean {
  try {
    renameSync(from, to);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' && !isTaken(from)) return false;
    if (errorCode(error) !== 'EXDEV') throw error;
    // Another file system: the copy is on its disk before the original goes.
    const content = contentOf(from);
    if (!content) return false;
    placeNew(to, content);
    syncFolder(dirname(to));
    rmSync(from);
  }
  return true;
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
