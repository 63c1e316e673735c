import { UserError } from '../domain/errors.ts';

/** SQLite's primary result codes that its user can do something about (sqlite.org/rescode.html). */
const CODES = { busy: 5, readonly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const;

/** The two that mean damage: what was read so far is all that can be had. */
export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return code === CODES.corrupt || code === CODES.notADatabase;
}

/** Another process is writing right now, and for longer than we wait. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === CODES.busy;
}

/** Runs something that uses the ledger; what its user or their disk has caused becomes a `UserError`. */
export function sayWhatIsWrong<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw inWords(file, error);
  }
}

export function corruptLedger(file: string): UserError {
  return new UserError(
    'corrupt-ledger',
    `the ledger is damaged: ${file}`,
    'lab doctor --fix moves it aside and keeps every attempt that can still be read.',
  );
}

export function newerLedger(file: string): UserError {
  return new UserError('newer-ledger', `written by a newer lab: ${file}`, 'Update: git pull && bin/setup');
}

/** What mkdir(2), open(2) and write(2) answer where nothing can be written. */
const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENOSPC', 'EDQUOT', 'EIO']);

function inWords(file: string, error: unknown): unknown {
  if (isDamage(error)) return corruptLedger(file);
  const code = codeOf(error);
  if (code === CODES.busy) {
    return new UserError('ledger-busy', `another lab is writing: ${file}`, 'Wait for it to end, then do it again.');
  }
  const system = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === CODES.full || system === 'ENOSPC' || system === 'EDQUOT') {
    return unwritable(
      `there is no room left to write ${file}`,
      'Free some space (`lab clean` empties our cache), then do it again.',
    );
  }
  if (code === CODES.readonly || code === CODES.cannotOpen || code === CODES.ioError || UNWRITABLE.has(system)) {
    return unwritable(
      `cannot write ${file}`,
      'Make it and its folder writable, or point LAB_WORK to a folder of your own.',
    );
  }
  return error;
}

function unwritable(message: string, next: string): UserError {
  return new UserError('ledger-unwritable', message, next);
}

/** The primary code: node:sqlite reports extended ones, whose low byte it is. */
function codeOf(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null;
}
