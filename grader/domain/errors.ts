/**
 * The learner's failure is a value (`verdict.ts`). What people get wrong at the command line, or what their machine
 * lacks, is a `UserError`: one sentence, and what to do next. Everything else that is thrown is our bug.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** Stable, for `--json` and for tests: `unknown-exercise`, `no-compiler`, … */
  readonly code: string;
  /** What to do about it, as one imperative sentence or a command. */
  readonly next: string;

  constructor(code: string, message: string, next: string) {
    super(message);
    this.code = code;
    this.next = next;
  }
}

/** Something that cannot happen happened. Carries what is needed to find out why. */
export class Bug extends Error {
  override readonly name = 'Bug';
}

/** The user pressed Ctrl-C, or the caller aborted. Not a failure of anybody. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';

  constructor() {
    super('cancelled');
  }
}

/** What a disk says when it will not take another byte (errno(3)). */
const UNWRITABLE = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EIO']);

/**
 * A failure to write below `folder` as a sentence for its user; anything else unchanged. For use where files are
 * written: `throw diskError(error, folder)`.
 */
export function diskError(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!UNWRITABLE.has(code)) return error;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new UserError(
    full ? 'disk-full' : 'unwritable',
    full ? `there is no room left to write in ${folder}` : `cannot write in ${folder} (${code})`,
    full
      ? 'Free some space (`lab clean` empties our cache), then do it again.'
      : 'Make it writable, or point LAB_WORK and LAB_CACHE to folders of your own.',
  );
}
