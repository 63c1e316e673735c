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
