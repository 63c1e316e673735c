import process from 'node:process';
import { decodeKeys } from './keys.ts';

/** xterm's control sequences (invisible-island.net/xterm/ctlseqs): the second screen, wrapping, the cursor. */
const ENTER = '\u001b[?1049h\u001b[?7l\u001b[?25l\u001b[2J';
const LEAVE = '\u001b[0m\u001b[?25h\u001b[?7h\u001b[?1049l';
const ASK_BACKGROUND = '\u001b]11;?\u001b\\';
/** Drawing that begins and ends with these is shown at once by terminals that know them (mode 2026). */
const [HOLD, SHOW] = ['\u001b[?2026h', '\u001b[?2026l'];

export interface TerminalEvents {
  readonly onKey: (key: string) => void;
  readonly onResize: (columns: number, rows: number) => void;
  /** What the terminal answers to our questions. */
  readonly onReply: (reply: string) => void;
}

/**
 * The terminal's second screen, so that nothing of the first is lost. Whatever ends this process, except SIGKILL, the
 * terminal is given back as it was: leaving is registered before entering changes anything.
 */
export class Terminal implements Disposable {
  readonly #events: TerminalEvents;
  #drawn: readonly string[] = [];
  #over = false;
  #listening = false;
  readonly #leave = (): void => {
    this[Symbol.dispose]();
  };
  readonly #onData = (data: string): void => {
    const { keys, replies } = decodeKeys(data);
    for (const reply of replies) this.#events.onReply(reply);
    for (const key of keys) {
      if (key === 'ctrl-z') this.#suspend();
      else this.#events.onKey(key);
    }
  };
  readonly #onResize = (): void => {
    this.#drawn = [];
    process.stdout.write('\u001b[2J');
    const { columns, rows } = sizeOf(process.stdout);
    this.#events.onResize(columns, rows);
  };
  readonly #onContinue = (): void => {
    this.resume();
  };

  constructor(events: TerminalEvents) {
    this.#events = events;
    process.once('exit', this.#leave);
    process.stdout.on('resize', this.#onResize);
    process.on('SIGCONT', this.#onContinue);
    this.resume();
  }

  /** Asks for the background's colour; terminals that do not know the question say nothing. */
  askBackground(): void {
    process.stdout.write(ASK_BACKGROUND);
  }

  /** Shows these lines, one for each row; only what has changed is written. */
  draw(lines: readonly string[]): void {
    if (!this.#listening) return;
    const changed = lines.flatMap((line, row) => (line === this.#drawn[row] ? [] : [`${at(row)}${line}`]));
    if (lines.length < this.#drawn.length) changed.push(`${at(lines.length)}\u001b[J`);
    if (changed.length > 0) process.stdout.write(`${HOLD}${changed.join('')}${SHOW}`);
    this.#drawn = lines;
  }

  /** Leaves the lines where they are and hands keys and cursor to somebody else, who writes below them. */
  lend(lines: readonly string[]): void {
    this.#silence();
    const text = lines.map((line, row) => `${at(row)}${line}`).join('');
    process.stdout.write(`${text}${at(lines.length)}\u001b[J\u001b[?25h\u001b[?7h`);
  }

  /** Gives the first screen back while another program has the terminal. */
  step(): void {
    this.#silence();
    process.stdout.write(LEAVE);
  }

  /** Takes the screen (again); the next draw writes all of it. */
  resume(): void {
    if (this.#over) return;
    this.#drawn = [];
    process.stdout.write(ENTER);
    this.#listen();
  }

  [Symbol.dispose](): void {
    if (this.#over) return;
    this.#over = true;
    process.removeListener('exit', this.#leave);
    process.stdout.removeListener('resize', this.#onResize);
    process.removeListener('SIGCONT', this.#onContinue);
    this.#silence();
    process.stdout.write(LEAVE);
  }

  #suspend(): void {
    this.step();
    process.kill(process.pid, 'SIGTSTP');
  }

  #listen(): void {
    const { stdin } = process;
    if (this.#listening) return;
    this.#listening = true;
    stdin.setRawMode(true);
    stdin.setEncoding('utf8');
    stdin.on('data', this.#onData);
    stdin.resume();
  }

  #silence(): void {
    const { stdin } = process;
    if (!this.#listening) return;
    this.#listening = false;
    stdin.off('data', this.#onData);
    stdin.setRawMode(false);
    stdin.pause();
  }
}

/** Lines and columns of a terminal; of one that does not know its size (0 by 0), what is usual. */
export function sizeOf({ columns, rows }: { readonly columns: number; readonly rows: number }) {
  return { columns: columns || 80, rows: rows || 24 };
}

/** The beginning of a row, which is emptied first: behind a full line there would be nothing left to empty. */
function at(row: number): string {
  return `\u001b[${String(row + 1)};1H\u001b[2K`;
}
