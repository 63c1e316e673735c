import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { cut, widthOf } from '../../../grader/render/drawing.ts';
import type { Screen } from '../../../grader/render/screen.ts';
import { letterOf } from '../blocks/quiz.ts';
import { CHOICE_MARGIN } from '../state/advance-lesson.ts';
import type { Ask, Reply } from '../state/event.ts';
import { ASKING } from '../words/asking.ts';
import { parseGuess } from './parse-guess.ts';

/** Yes or no, on a terminal. Rejects when `signal` fires or the reader presses Ctrl-C. */
export async function askYesNo(message: string, signal: AbortSignal): Promise<boolean> {
  const { confirm } = await import('@inquirer/prompts');
  return await confirm({ message, default: false }, { signal });
}

/** Entries of a search that are shown at once. */
const FOUND_ROWS = 8;

/** Lines that a question takes at most, with the message that a wrong answer gets. */
export function rowsToAsk(ask: Ask): number {
  if (ask.kind === 'choose') return ask.choices.length + 3;
  return ask.kind === 'search' ? FOUND_ROWS + 4 : 3;
}

/**
 * Puts a question to the reader on the terminal, where the cursor is. Null when they do not want to answer: Escape,
 * Ctrl-C.
 */
export async function askReader(ask: Ask, screen: Screen, signal: AbortSignal): Promise<Reply> {
  const escape = new AbortController();
  const onKey = (_: unknown, key: { readonly name?: string } | undefined): void => {
    if (key?.name === 'escape') escape.abort();
  };
  process.stdin.on('keypress', onKey);
  try {
    return await put(ask, screen, { signal: AbortSignal.any([signal, escape.signal]), clearPromptOnDone: true });
  } catch (error) {
    // Inquirer's own words for Ctrl-C, Escape and a terminal that went away.
    if (error instanceof Error && /Prompt|Abort/u.test(error.name)) return null;
    throw error;
  } finally {
    process.stdin.off('keypress', onKey);
    // The prompt has paused its input: whoever resumes it in the same turn resumes something that is not paused yet.
    await setImmediate();
  }
}

interface Context {
  readonly signal: AbortSignal;
  readonly clearPromptOnDone: boolean;
}

async function put(ask: Ask, { language, columns }: Screen, context: Context): Promise<Reply> {
  const { checkbox, confirm, input, search, select } = await import('@inquirer/prompts');
  switch (ask.kind) {
    case 'guess': {
      const unit = ask.unit;
      const validate = (text: string): boolean | string =>
        text.trim() === '' || parseGuess(text, unit) !== null || ASKING.noNumber[language](unit);
      const text = await input({ message: ASKING.guess[language](unit), validate }, context);
      const value = parseGuess(text, unit);
      return value === null ? { kind: 'yes' } : { kind: 'number', value };
    }
    case 'choose': {
      const choices = namesOf(ask.choices, columns).map((name, value) => ({ name, value }));
      if (!ask.several) {
        const value = await select({ message: ASKING.choose[language](), choices, loop: false }, context);
        return { kind: 'chosen', chosen: [value] };
      }
      const message = ASKING.several[language]();
      return { kind: 'chosen', chosen: await checkbox({ message, choices, required: true, loop: false }, context) };
    }
    case 'command':
      return {
        kind: 'text',
        text: await input(
          { message: `${ASKING.command[language]()}\n $`, default: ask.command, prefill: 'editable' },
          context,
        ),
      };
    case 'search': {
      const source = (term: string | undefined) => found(ask.entries, term ?? '');
      const value = await search({ message: ASKING.search[language](), source, pageSize: FOUND_ROWS }, context);
      return { kind: 'text', text: value };
    }
    case 'reset':
      return (await confirm({ message: ASKING.reset[language](ask.id), default: false }, context))
        ? { kind: 'yes' }
        : null;
  }
}

/** Those that hold every word of the term; names before texts. */
function found(entries: Extract<Ask, { kind: 'search' }>['entries'], term: string): { name: string; value: string }[] {
  const words = term
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const holds = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const named = entries.filter(({ name }) => holds(name));
  const others = entries.filter(({ name, text }) => !holds(name) && holds(text));
  return [...named, ...others].map(({ name, value }) => ({ name, value }));
}

/** As they are, if all of them fit on a line; else by their letters: they then stand in full on the page above. */
function namesOf(choices: readonly string[], columns: number): string[] {
  const lines = choices.map((text) => text.replace(/\s+/gu, ' ').trim());
  const room = columns - CHOICE_MARGIN;
  if (choices.every((text) => widthOf(text) <= room)) return lines;
  return lines.map((text, index) => cut(`${letterOf(index)}) ${text}`, room, '…'));
}
