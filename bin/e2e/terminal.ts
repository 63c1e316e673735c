import { execFileSync } from 'node:child_process';
import process from 'node:process';
import type { Learner } from './lab-runner.ts';

/** A real terminal, 80 by 24, on a server of its own. */
export class Terminal implements Disposable {
  readonly #socket = `lab-e2e-${String(process.pid)}-${String(Date.now())}`;
  readonly #env: NodeJS.ProcessEnv;

  constructor(learner: Learner, environment: Readonly<Record<string, string>> = {}) {
    this.#env = { ...learner.env, TERM: 'xterm-256color', ...environment };
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', '80', '-y', '24', 'sh');
    this.type(`cd ${learner.work}`, 'Enter');
  }

  type(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  /** Makes the window another size, as a user does with the mouse. */
  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** What tmux knows of the terminal: `alternate_on`, `cursor_flag`, `pane_pid`, … */
  fact(name: string): string {
    return this.#tmux('display-message', '-p', `#{${name}}`).trim();
  }

  screen(): string {
    return this.#tmux('capture-pane', '-p');
  }

  /** Waits until the screen shows something; gives up after 60 s, with the screen in the failure. */
  async shows(text: string | RegExp): Promise<string> {
    for (let look = 0; look < 600; look += 1) {
      const now = this.screen();
      if (typeof text === 'string' ? now.includes(text) : text.test(now)) return now;
      await new Promise((done) => {
        setTimeout(done, 100);
      });
    }
    throw new Error(`the terminal never showed ${String(text)}:\n${this.screen()}`);
  }

  /** Waits until something else is shown; for a key that changes the page. */
  async changes(before: string): Promise<void> {
    for (let look = 0; look < 100 && this.screen() === before; look += 1) await this.pause(50);
    if (this.screen() === before) throw new Error(`nothing has changed:\n${before}`);
  }

  /** For what may show nothing. */
  async pause(milliseconds = 500): Promise<void> {
    await new Promise((done) => {
      setTimeout(done, milliseconds);
    });
  }

  /** Is anything on the screen in colour? */
  colours(): boolean {
    // eslint-disable-next-line no-control-regex -- colours are made of it
    return /\u001b\[[\d;]*3\d/u.test(this.#tmux('capture-pane', '-p', '-e'));
  }

  [Symbol.dispose](): void {
    this.#tmux('kill-server');
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-L', this.#socket, ...args], { env: this.#env, encoding: 'utf8' });
  }
}
