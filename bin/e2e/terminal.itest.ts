import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LAB, Learner } from './lab-runner.ts';

/** A real terminal, 80 by 24, on a server of its own. */
class Terminal implements Disposable {
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

  [Symbol.dispose](): void {
    this.#tmux('kill-server');
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-L', this.#socket, ...args], { env: this.#env, encoding: 'utf8' });
  }
}

let learner: Learner;
beforeEach(() => {
  learner = new Learner();
});
afterEach(() => {
  learner[Symbol.dispose]();
});

describe('lab in a terminal of 80 by 24', () => {
  it('shows the next step of `lab start` without scrolling', async () => {
    using terminal = new Terminal(learner);
    terminal.type(`clear; ${LAB} start`, 'Enter');
    const screen = await terminal.shows('lab grade ring/spsc');
    expect(screen.split('\n').length).toBeLessThanOrEqual(25);
  });

  it('shows progress while it grades, then the verdict on one screen', async () => {
    learner.answer('naive');
    using terminal = new Terminal(learner);
    terminal.type(`clear; ${LAB} grade ring/spsc; echo code=$?`, 'Enter');
    await terminal.shows(/Measuring {2}round \d/u);
    const screen = await terminal.shows(/code=\d/u);
    // A machine that is too busy to measure on has no verdict (3), and a longer explanation; it never has a wrong one.
    expect(screen).toMatch(/TOO SLOW[^]*code=1\b|code=3\b/u);
  });

  it('stops at Ctrl-C, gives the cursor back and exits with 130', async () => {
    learner.answer('naive');
    using terminal = new Terminal(learner);
    terminal.type(`clear; ${LAB} grade ring/spsc; echo code=$?`, 'Enter');
    await terminal.shows(/Compiling|Checking|Measuring/u);
    terminal.type('C-c');
    expect(await terminal.shows('code=130')).not.toContain('PASSED');
  });

  it('watches: checks on a save, gives a hint, quits', async () => {
    learner.answer('impostors/incorrect.off-by-one-capacity');
    using terminal = new Terminal(learner);
    terminal.type(`clear; ${LAB} watch ring/spsc; echo code=$?`, 'Enter');
    await terminal.shows('INCORRECT');
    await terminal.shows('q quit');
    const file = join(learner.work, 'ring/spsc/spsc_ring.hpp');
    writeFileSync(file, readFileSync(file, 'utf8').replace('#pragma once', '#pragma once\n#error stop here'));
    expect(await terminal.shows('stop here')).toContain('BUILD FAILED');
    await terminal.shows('q quit');
    terminal.type('h');
    await terminal.shows(/Hint 1/u);
    terminal.type('q');
    await terminal.shows('code=0');
  });

  it('asks before it resets, and takes no for an answer', async () => {
    learner.answer('naive');
    const file = join(learner.work, 'ring/spsc/spsc_ring.hpp');
    const mine = readFileSync(file, 'utf8');
    using terminal = new Terminal(learner);
    terminal.type(`clear; ${LAB} reset ring/spsc; echo code=$?`, 'Enter');
    await terminal.shows('backup');
    terminal.type('n', 'Enter');
    await terminal.shows('code=1');
    expect(readFileSync(file, 'utf8')).toBe(mine);
  });

  it('prints no escape sequence with NO_COLOR but the ones that move', async () => {
    using terminal = new Terminal(learner, { NO_COLOR: '1' });
    terminal.type(`${LAB} list | cat -v > seen; clear; echo done`, 'Enter');
    await terminal.shows('done');
    expect(readFileSync(join(learner.work, 'seen'), 'utf8')).not.toContain('^[');
  });
});
