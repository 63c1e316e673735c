/** How a program ended. Whatever it did, this is a value: nothing here is exceptional to whoever runs strangers' code. */
export type Ending =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'timed-out' }
  /** It wrote so much that it was ended for it. */
  | { readonly kind: 'flooded' }
  /** The caller's signal fired. */
  | { readonly kind: 'cancelled' }
  /** The program could not be started at all. */
  | { readonly kind: 'not-started'; readonly message: string };

export interface ProcessEnd {
  readonly ending: Ending;
  /** Head and tail of what was printed; what was cut from the middle is counted in place. */
  readonly stdout: string;
  readonly stderr: string;
  /** What arrived on file descriptor 3; empty where no channel was asked for. */
  readonly channel: string;
  readonly seconds: number;
  /** Processes that were still there when the command had ended, and were killed. A sandbox's own first one may be. */
  readonly survivors: number;
  /** Largest resident set of any process of the group, in KiB; 0 where it is not known. */
  readonly maxRssKib: number;
}

/** The line that `lab-guard --status-fd` writes when everything below it is gone. */
export interface GuardStatus {
  readonly exit: number | null;
  readonly signal: string | null;
  readonly survivors: number;
  readonly maxRssKib: number;
}

/** Reads the guard's status line; null when the guard itself was killed before it could write one. */
export function parseGuardStatus(text: string): GuardStatus | null {
  try {
    const status: Partial<GuardStatus> = JSON.parse(text) as Partial<GuardStatus>;
    const { exit = null, signal = null, survivors = 0, maxRssKib = 0 } = status;
    return { exit, signal, survivors, maxRssKib };
  } catch {
    return null;
  }
}

/** Numbers of the signals that end a program, as they are on every Linux architecture that we run on (signal(7)). */
const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  10: 'SIGUSR1',
  11: 'SIGSEGV',
  12: 'SIGUSR2',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
  31: 'SIGSYS',
};

/** Exit codes above it stand for a signal, by the shells' convention: bubblewrap reports a signal that way too. */
const SIGNAL_BASE = 128;

/** An ending from an exit code or a signal name, whichever there is. */
export function endingOf(exit: number | null, signal: string | null): Ending {
  if (exit === null) return { kind: 'signalled', signal: signal ?? 'SIGKILL' };
  const byCode = SIGNALS[exit - SIGNAL_BASE];
  return byCode === undefined ? { kind: 'exited', code: exit } : { kind: 'signalled', signal: byCode };
}
