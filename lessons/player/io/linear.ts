import process from 'node:process';
import { createInterface, type Interface } from 'node:readline';
import type { Ask, Reply } from '../state/event.ts';
import { nextKey, roadmapItems, selectableKeys } from '../state/roadmap-items.ts';
import { lessonOf, type PlayerState } from '../state/state.ts';
import { linearBusy, linearOf, roadmapLines, wrapped } from '../views/linear.ts';
import { ASKING } from '../words/asking.ts';
import { LINEAR } from '../words/linear.ts';
import { parseGuess } from './parse-guess.ts';
import type { PlayOptions } from './play.ts';
import { Session } from './session.ts';
import { firstState } from './start.ts';
import { Store } from './store.ts';

/**
 * The player in lines: everything is printed once, from top to bottom, and answered by a line. For screen readers, for
 * terminals that can do nothing else, and for whoever wants to keep what was said.
 */
export async function playLinear({ book, exercises, paths, screen, signal }: PlayOptions): Promise<void> {
  const store = new Store(paths, book);
  const state = firstState({ book, exercises }, store, { screen, rows: Number.POSITIVE_INFINITY, now: Date.now() });
  const lines = createInterface({ input: process.stdin, terminal: false });
  const printer = new Printer();
  await using session = new Session(
    state,
    {
      show: (shown) => {
        printer.show(shown);
      },
      ask: async (ask, asked) => await askInLines(ask, asked, lines, signal),
      aside: (action) => {
        action();
      },
    },
    { store, paths, signal },
  );
  const onLine = (line: string): void => {
    if (!session.asking) for (const key of keysOf(line, session.state)) session.send({ kind: 'key', key });
  };
  lines.on('line', onLine);
  lines.on('close', () => {
    session.send({ kind: 'key', key: 'q' });
  });
  printer.show(state);
  try {
    await session.over();
  } finally {
    lines.removeAllListeners('close');
    lines.close();
  }
}

/** How far the reader is with every lesson and exercise, for whoever only looks; and the lesson that comes next. */
export function renderStanding({ book, exercises, paths, screen }: Omit<PlayOptions, 'signal'>): {
  readonly text: string;
  readonly next: string | null;
} {
  const rows = Number.POSITIVE_INFINITY;
  const state = firstState({ book, exercises }, new Store(paths, book), { screen, rows, now: Date.now() });
  const next = nextKey(state, roadmapItems(state, null));
  return { text: roadmapLines(state, false).join('\n'), next: book.some(({ slug }) => slug === next) ? next : null };
}

/** Prints what is new. */
class Printer {
  #last = '';
  #busy = '';

  show(state: PlayerState): void {
    const busy = linearBusy(state) ?? '';
    if (busy !== '' && busy !== this.#busy) print(busy);
    this.#busy = busy;
    if (busy !== '') return;
    const { title, body, keys } = linearOf(state);
    const notice = state.notice ? [state.notice[state.screen.language], ''] : [];
    const text = [...notice, title, '', ...body, ''].join('\n');
    if (text === this.#last) return;
    this.#last = text;
    print(`${text}\n${wrapped(`${LINEAR.keys[state.screen.language]}: ${keys}`, state)}\n`);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** An empty line is Enter; a number goes to that line of a list; of everything else the first letter counts. */
function keysOf(line: string, state: PlayerState): string[] {
  const typed = line.trim().toLowerCase();
  if (typed === '') return ['enter'];
  const number = /^\d+$/u.test(typed) ? Number(typed) : null;
  if (number === null) return [typed.slice(0, 1)];
  const { view } = state;
  if (view.kind === 'roadmap') {
    const count = selectableKeys(roadmapItems(state, view.track)).length;
    return number > 0 && number <= count ? ['home', ...downs(number - 1), 'enter'] : [];
  }
  if (view.kind === 'contents') {
    const count = lessonOf(state, view.slug)?.sections.length ?? 0;
    return number > 0 && number <= count ? ['home', ...downs(number - 1), 'enter'] : [];
  }
  return [];
}

function downs(count: number): string[] {
  return Array.from({ length: count }, () => 'down');
}

/** One question, answered by a line; asked again while the line answers nothing. */
async function askInLines(ask: Ask, state: PlayerState, lines: Interface, signal: AbortSignal): Promise<Reply> {
  const { language } = state.screen;
  const question = questionOf(ask, state);
  for (;;) {
    print(question);
    const line = await nextLine(lines, signal);
    if (line === null) return null;
    const reply = replyOf(ask, line.trim());
    if (reply !== undefined) return reply;
    print(ask.kind === 'guess' ? ASKING.noNumber[language](ask.unit) : LINEAR.again[language]);
  }
}

function questionOf(ask: Ask, { screen }: PlayerState): string {
  const { language } = screen;
  switch (ask.kind) {
    case 'guess':
      return `${ASKING.guess[language](ask.unit)}:`;
    case 'choose': {
      const choices = ask.choices.map((text, index) => `${String(index + 1)}. ${text.trim()}`);
      return [...choices, `${ask.several ? LINEAR.which[language] : LINEAR.one[language]}:`].join('\n');
    }
    case 'command':
      return `${ask.command}\n${LINEAR.command[language]}`;
    case 'search':
      return `${ASKING.search[language]()}:`;
    case 'reset':
      return `${ASKING.reset[language](ask.id)} ${LINEAR.yesNo[language]}:`;
  }
}

/** Undefined for a line that is no answer. */
function replyOf(ask: Ask, line: string): Reply | undefined {
  switch (ask.kind) {
    case 'guess': {
      if (line === '') return { kind: 'yes' };
      const value = parseGuess(line, ask.unit);
      return value === null ? undefined : { kind: 'number', value };
    }
    case 'choose': {
      const chosen = line.split(/[\s,]+/u).map((word) => Number(word) - 1);
      const known = chosen.every((index) => Number.isInteger(index) && index >= 0 && index < ask.choices.length);
      return known && (ask.several || chosen.length === 1)
        ? { kind: 'chosen', chosen: [...new Set(chosen)] }
        : undefined;
    }
    case 'command':
      if (line === 'n') return null;
      return { kind: 'text', text: line === '' ? ask.command : line };
    case 'search': {
      const found = ask.entries.find(({ name, text }) => `${name} ${text}`.toLowerCase().includes(line.toLowerCase()));
      if (line === '') return null;
      return found ? { kind: 'text', text: found.value } : undefined;
    }
    case 'reset':
      return /^(?:y|yes|네|예)$/iu.test(line) ? { kind: 'yes' } : null;
  }
}

async function nextLine(lines: Interface, signal: AbortSignal): Promise<string | null> {
  return await new Promise((resolve) => {
    const done = (line: string | null): void => {
      lines.off('line', done);
      resolve(line);
    };
    lines.once('line', done);
    lines.once('close', () => {
      resolve(null);
    });
    signal.addEventListener('abort', () => {
      resolve(null);
    });
  });
}
