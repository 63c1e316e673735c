import process from 'node:process';
import type { ProcessEnd } from '../../../grader/process/process.ts';
import { run } from '../../../grader/process/process.ts';
import type { Language } from '../../../grader/domain/language.ts';
import type { CommandOutput } from '../answer.ts';
import { COMMAND } from '../words/command.ts';

/** What does not end in this time is not something to try in a lesson. */
const SECONDS = 60;
/** Some two hundred lines; the player shows the last of them. */
const CAP_BYTES = 16 * 1024;

/**
 * Runs a line that the reader has seen and confirmed, in their own shell and environment, where they are. Everything
 * that it starts is ended with it.
 */
export async function runCommand(command: string, language: Language, signal: AbortSignal): Promise<CommandOutput> {
  const shell = process.env['SHELL'] || '/bin/sh';
  const end = await run({
    argv: [shell, '-c', command],
    seconds: SECONDS,
    outputCapBytes: CAP_BYTES,
    env: environment(),
    cwd: process.cwd(),
    signal,
  });
  const text = [end.stdout, end.stderr].filter((part) => part.trim() !== '').join('\n');
  return { ok: end.ending.kind === 'exited' && end.ending.code === 0, ending: describe(end, language), text };
}

/** The reader's, without what only makes sense to this process. */
function environment(): Record<string, string> {
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || name === 'NODE_COMPILE_CACHE' ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}

function describe({ ending, seconds }: ProcessEnd, language: Language): string {
  const took = seconds.toFixed(1);
  switch (ending.kind) {
    case 'exited':
      return COMMAND.exited[language](ending.code, took);
    case 'signalled':
      return COMMAND.signalled[language](ending.signal);
    case 'timed-out':
      return COMMAND.timedOut[language](SECONDS);
    case 'flooded':
      return COMMAND.flooded[language]();
    case 'cancelled':
      return COMMAND.cancelled[language]();
    case 'not-started':
      return ending.message;
  }
}
