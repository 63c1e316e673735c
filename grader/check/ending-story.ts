import type { Ending } from '../process/process.ts';

/** What the signals mean that a learner's code can end by. */
const BY_SIGNAL: Readonly<Record<string, string>> = {
  SIGSEGV: 'The program crashed: it touched memory that is not its own (SIGSEGV).',
  SIGBUS: 'The program crashed: it touched memory that is not there (SIGBUS).',
  SIGABRT: 'The program gave up: abort() was called, by an assertion or by an exception that nobody caught (SIGABRT).',
  SIGFPE: 'The program crashed: a division by zero, or another impossible calculation (SIGFPE).',
  SIGILL:
    'The program crashed: an instruction that this processor does not know, often a function without a return (SIGILL).',
  SIGSYS:
    'The program tried to start another process, or something else that an exercise has no need of. It was ended.',
  SIGKILL: 'The program was killed: it used more memory than an exercise may.',
  SIGXFSZ: 'The program wrote a file that is larger than an exercise may write. It was ended.',
};

/** Why a program did not come to its end, in a sentence for whoever wrote the code in it. */
export function endingSentence(ending: Ending, seconds: number): string {
  switch (ending.kind) {
    case 'exited':
      return `The program ended by itself in the middle of this step, with exit code ${String(ending.code)}: exit() has no place here.`;
    case 'signalled':
      return BY_SIGNAL[ending.signal] ?? `The program was ended by ${ending.signal}.`;
    case 'timed-out':
      return `Not finished after ${String(seconds)} s: something waits for ever, or loops without end.`;
    case 'flooded':
      return 'The program printed more than anybody could read, and was ended for it.';
    case 'cancelled':
      return 'Cancelled.';
    case 'not-started':
      return `The program could not be started: ${ending.message}`;
  }
}

/** A sanitizer that cannot set itself up says so before anything of the learner's has run: the machine's fault. */
const SANITIZER_REFUSED =
  /unexpected memory mapping|Shadow memory range interleaves|failed to (?:allocate|mmap)|ReserveShadowMemoryRange failed|failed to intercept|personality/u;

/** The sanitizer's own sentence, if that is how a program ended that never said hello. */
export function sanitizerRefusal(stderr: string): string | null {
  return (
    stderr
      .split('\n')
      .find((line) => SANITIZER_REFUSED.test(line))
      ?.trim() ?? null
  );
}
