import { watch as watchFiles, type FSWatcher } from 'chokidar';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createHash } from 'node:crypto';
import { Cancelled } from '../../grader/domain/errors.ts';
import type { Exercise } from '../../grader/domain/exercise.ts';
import { layStarter } from '../../grader/workspace/workspace.ts';
import { chooseExercise, type App } from '../app.ts';
import { runGrade } from './grade.ts';
import { runHint } from './hint.ts';
import { runReset } from './reset.ts';

/** An editor writes, renames, writes again: this long after the last of it is a save. */
const SETTLE_MS = 100;
/** Where no file event arrives (network folders, some containers), a look this often finds the change. */
const LOOK_MS = 1000;
const CTRL_C = '\u0003';

const KEYS = {
  en: 'Waiting for a save.  g grade · h hint · r reset · q quit',
  ko: '저장을 기다립니다.  g 채점 · h 힌트 · r 되돌리기 · q 끝내기',
};

/** `lab watch [id]`: checks (never measures) on every save, until `q` or Ctrl-C. */
export async function runWatch(app: App, id: string | undefined): Promise<number> {
  const { exercise } = chooseExercise(app, id);
  layStarter(exercise, app.paths);
  await new Watch(app, exercise).run();
  return 0;
}

/** One thing at a time: what is asked for while something runs cancels it, or comes after it. */
class Watch {
  readonly #app: App;
  readonly #exercise: Exercise;
  readonly #files: readonly string[];
  #state = '';
  #current: { cancel: AbortController; done: Promise<void> } | null = null;
  #stop = Promise.withResolvers<null>();

  constructor(app: App, exercise: Exercise) {
    this.#app = app;
    this.#exercise = exercise;
    this.#files = exercise.files.map((name) => join(app.paths.work, exercise.id, name));
  }

  async run(): Promise<void> {
    const watcher = this.#watch();
    const looking = setInterval(() => {
      this.#look();
    }, LOOK_MS);
    const { signal } = this.#app;
    signal.addEventListener('abort', () => {
      this.#stop.resolve(null);
    });
    using _keys = this.#listen();
    try {
      this.#state = this.#hash();
      this.#begin(async (app) => await this.#check(app));
      await this.#stop.promise;
    } finally {
      clearInterval(looking);
      await watcher.close();
      await this.#interrupt();
    }
  }

  #watch(): FSWatcher {
    const settle = { stabilityThreshold: SETTLE_MS, pollInterval: SETTLE_MS / 2 };
    const watcher = watchFiles([...this.#files], { ignoreInitial: true, awaitWriteFinish: settle, atomic: true });
    return watcher.on('all', () => {
      this.#look();
    });
  }

  /** By content: a save that changes nothing is no save, and a change without an event is one. */
  #look(): void {
    const now = this.#hash();
    if (now === this.#state) return;
    this.#state = now;
    this.#begin(async (app) => await this.#check(app));
  }

  #hash(): string {
    const hash = createHash('sha256');
    for (const file of this.#files) if (existsSync(file)) hash.update(readFileSync(file));
    return hash.digest('hex');
  }

  #begin(action: (app: App) => Promise<void>): void {
    void this.#replace(action);
  }

  async #replace(action: (app: App) => Promise<void>): Promise<void> {
    await this.#interrupt();
    const cancel = new AbortController();
    const app = { ...this.#app, signal: AbortSignal.any([this.#app.signal, cancel.signal]) };
    this.#current = { cancel, done: this.#guarded(action, app) };
  }

  async #interrupt(): Promise<void> {
    const running = this.#current;
    running?.cancel.abort();
    await running?.done;
  }

  async #guarded(action: (app: App) => Promise<void>, app: App): Promise<void> {
    try {
      await action(app);
      this.#app.say(KEYS[app.screen.language]);
    } catch (error) {
      if (error instanceof Cancelled) return;
      this.#stop.reject(error);
    }
  }

  async #check(app: App): Promise<void> {
    this.#clear();
    await runGrade(app, this.#exercise.id, { correctnessOnly: true });
  }

  #clear(): void {
    // The answer to this save at the top; what was there before stays in the scrollback.
    if (this.#app.live) process.stdout.write(`${'\n'.repeat(process.stdout.rows)}\u001B[H`);
  }

  #listen(): Disposable {
    const { stdin } = process;
    if (!stdin.isTTY) return { [Symbol.dispose]() {} };
    const onKey = (key: string): void => {
      this.#press(key);
    };
    stdin.setRawMode(true);
    stdin.setEncoding('utf8');
    stdin.resume();
    stdin.on('data', onKey);
    return {
      [Symbol.dispose]() {
        stdin.off('data', onKey);
        stdin.setRawMode(false);
        stdin.pause();
      },
    };
  }

  #press(key: string): void {
    const { id } = this.#exercise;
    if (key === 'q' || key === CTRL_C) this.#stop.resolve(null);
    if (key === 'g') {
      this.#begin(async (app) => {
        await runGrade(app, id, {});
      });
    }
    if (key === 'h') {
      this.#begin(async (app) => {
        await Promise.resolve(runHint(app, id, {}));
      });
    }
    if (key === 'r') {
      // Asking would take the keys away; the backup makes it harmless, and the answer names it.
      this.#begin(async (app) => {
        await runReset(app, id, { yes: true });
        this.#state = this.#hash();
      });
    }
  }
}
