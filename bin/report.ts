import { CommanderError } from 'commander';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { Cancelled, UserError } from '../grader/domain/errors.ts';
import { EXIT } from '../grader/domain/verdict.ts';
import type { App, CommonOptions } from './app.ts';

/** Shells' convention for a program that Ctrl-C has ended: 128 + SIGINT. */
export const INTERRUPTED = 130;
export const VERSION = '0.1.0';

/** What went wrong, said where it belongs; answers with the exit code. */
export async function report(error: unknown, options: CommonOptions, signal: AbortSignal): Promise<number> {
  if (error instanceof Cancelled || (signal.aborted && !(error instanceof UserError))) return INTERRUPTED;
  if (error instanceof CommanderError) return usage(error, options);
  const { openApp } = await import('./app.ts');
  const { renderBug, renderError } = await import('../grader/render/errors.ts');
  const app = openApp(options, signal);
  if (error instanceof UserError) {
    const { code, message, next } = error;
    if (app.json) app.print(JSON.stringify({ schema: 1, error: { code, message, next } }, null, 2));
    else app.say(renderError({ code, message, next }, app.screen));
    return EXIT.usage;
  }
  const log = writeLog(app, error);
  if (app.json)
    app.print(JSON.stringify({ schema: 1, error: { code: 'bug', message: String(error), next: log } }, null, 2));
  else app.say(renderBug(error, log, app.screen));
  return EXIT.bug;
}

/** Commander has already shown help and version; of a mistake it knows what is wrong, and we say what to do. */
function usage(error: CommanderError, { json }: CommonOptions): number {
  if (error.exitCode === 0) return EXIT.passed;
  if (error.code === 'commander.help') return EXIT.usage;
  const message = error.message
    .replace(/^error: /u, '')
    .replace(/\n+\(?/gu, '. ')
    .replace(/\)$/u, '');
  const next = 'lab --help shows what there is.';
  if (json)
    process.stdout.write(`${JSON.stringify({ schema: 1, error: { code: 'usage', message, next } }, null, 2)}\n`);
  else process.stderr.write(`lab: ${message}\n  ${next}\n`);
  return EXIT.usage;
}

/** Everything that is known of a bug, in a file that can be sent to us; null where not even that can be written. */
function writeLog(app: App, error: unknown): string | null {
  const file = join(app.paths.state, 'logs', `bug-${new Date().toISOString().replaceAll(':', '-')}.log`);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  try {
    mkdirSync(join(app.paths.state, 'logs'), { recursive: true });
    writeFileSync(
      file,
      `lab ${VERSION}, node ${process.version}, ${process.platform} ${process.arch}\n${process.argv.slice(2).join(' ')}\n\n${stack}\n`,
    );
    return file;
  } catch {
    return null;
  }
}
