import type { UserError } from '../domain/errors.ts';
import type { Screen } from './screen.ts';
import { firstLines, hang } from './text/layout.ts';
import { penFor } from './text/pen.ts';
import { FAULTS } from './words/faults.ts';

/** Of a thrown error's message; the rest, with the stack, is in the log. */
const BUG_LINES = 6;

/** Two lines: what is wrong, and what to do about it. The code is for programs: it is not shown. */
export function renderError({ message, next }: Pick<UserError, 'message' | 'next' | 'code'>, screen: Screen): string {
  const pen = penFor(screen);
  const what = hang(pen.foreign(message), pen.columns, pen.bold('lab: '), '     ');
  return [...what, ...(next === '' ? [] : hang(pen.accent(pen.foreign(next)), pen.columns, '  '))].join('\n');
}

/** Our fault: said first, with what is needed to mend it. `log` is null where not even that could be written. */
export function renderBug(error: unknown, log: string | null, screen: Screen): string {
  const pen = penFor(screen);
  const message = pen.foreign(error instanceof Error && error.message !== '' ? error.message : String(error));
  const what = hang(pen.say(FAULTS.ours)(message), pen.columns, pen.bold('lab: '), '     ');
  return [
    ...firstLines(what, BUG_LINES, pen.columns, pen.glyphs.ellipsis),
    ...hang(pen.bold(pen.say(FAULTS.notYours)()), pen.columns, '  '),
    ...hang(log === null ? pen.say(FAULTS.reportOnly)() : pen.say(FAULTS.report)(pen.foreign(log)), pen.columns, '  '),
  ].join('\n');
}
