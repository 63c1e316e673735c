import process from 'node:process';
import stringWidth from 'string-width';

/** Redrawing faster than this only flickers. */
const MINIMUM_GAP_MS = 80;
const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';

/**
 * A few lines at the bottom of the terminal that are drawn over and over, and are gone when it is disposed of. They stay
 * clear of the last row's last column, so that nothing scrolls by accident.
 */
export class LiveRegion implements Disposable {
  #drawnRows = 0;
  #drawnAt = 0;
  #closed = false;
  readonly #restore = (): void => {
    this[Symbol.dispose]();
  };

  constructor() {
    process.stderr.write(HIDE_CURSOR);
    process.once('exit', this.#restore);
  }

  /** Draws `text` in place of what was drawn before, unless that was a moment ago. */
  draw(text: string, force = false): void {
    const now = performance.now();
    if (this.#closed || (!force && now - this.#drawnAt < MINIMUM_GAP_MS)) return;
    this.#drawnAt = now;
    const rows = Math.max(1, (process.stderr.rows || 24) - 1);
    const lines = text.trimEnd().split('\n').slice(0, rows);
    process.stderr.write(`${this.#eraser()}${lines.join('\n')}\n`);
    this.#drawnRows = lines.reduce((sum, line) => sum + rowsOf(line), 0);
  }

  /** Takes the region away and lets `text` stand where it was; the next draw comes below it. */
  printAbove(text: string): void {
    process.stderr.write(`${this.#eraser()}${text.trimEnd()}\n`);
    this.#drawnRows = 0;
  }

  [Symbol.dispose](): void {
    if (this.#closed) return;
    this.#closed = true;
    process.removeListener('exit', this.#restore);
    process.stderr.write(`${this.#eraser()}${SHOW_CURSOR}`);
    this.#drawnRows = 0;
  }

  /** Up to the first row, and everything below it cleared. */
  #eraser(): string {
    return this.#drawnRows === 0 ? '' : `\u001B[${String(this.#drawnRows)}A\r\u001B[J`;
  }
}

/** Rows that a line takes in a window that may have been made narrower meanwhile. */
function rowsOf(line: string): number {
  const columns = process.stderr.columns || 80;
  return Math.max(1, Math.ceil(stringWidth(line) / columns));
}
