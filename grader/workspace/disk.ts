import { UserError } from '../domain/errors.ts';

/** What a disk says when it will not take what it is given (errno(3)). */
const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'EIO']);
const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** Runs something that changes the work folder; a disk that refuses becomes a `UserError` (`work-unwritable`). */
export function changing<T>(folder: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = errorCode(error);
    if (FULL.has(code)) {
      throw unwritable(
        `there is no room left to write in ${folder}`,
        'Free some space (`lab clean` empties our cache), then do it again.',
      );
    }
    if (UNWRITABLE.has(code)) {
      throw unwritable(
        `cannot write in ${folder} (${code})`,
        'Make it writable, or point LAB_WORK to a folder of your own.',
      );
    }
    throw error;
  }
}

function unwritable(message: string, next: string): UserError {
  return new UserError('work-unwritable', message, next);
}

/** `ENOENT`, or an empty text for what did not come from the system. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
