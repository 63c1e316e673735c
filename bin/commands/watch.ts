import process from 'node:process';
import type { Exercise } from '../../grader/domain/exercise.ts';
import { OneAtATime } from '../../grader/domain/one-at-a-time.ts';
import { layStarter, watchFiles, type Watcher } from '../../grader/workspace/workspace.ts';
import { chooseExercise, type App } from '../app.ts';
import { runGrade } from './grade.ts';
import { runHint } from './hint.ts';
import { runReset } from './reset.ts';

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

/** What is asked for while something runs cancels it. */
class Watch {
  readonly #app: App;
  readonly #exercise: Exercise;
  readonly #stop = Promise.withResolvers<null>();
  readonly #runner = new OneAtATime((error) => {
    this.#stop.reject(error);
  });
  #watcher: Watcher | null = null;

  constructor(app: App, exercise: Exercise) {
    this.#app = app;
    this.#exercise = exercise;
  }

  async run(): Promise<void> {
    await using watcher = await watchFiles(this.#exercise, this.#app.paths, () => {
      this.#check();
    });
    this.#watcher = watcher;
    this.#app.signal.addEventListener('abort', () => {
      this.#stop.resolve(null);
    });
    using _keys = this.#listen();
    try {
      this.#check();
      await this.#stop.promise;
    } finally {
      await this.#runner.stop();
    }
  }

  #begin(action: (app: App) => Promise<void>): void {
    this.#runner.begin(async (signal) => {
      const app = { ...this.#app, signal: AbortSignal.any([this.#app.signal, signal]) };
      await action(app);
      this.#app.say(KEYS[app.screen.language]);
    });
  }

  #check(): void {
    this.#begin(async (app) => {
      this.#clear();
      await runGrade(app, this.#exercise.id, { correctnessOnly: true });
    });
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
        this.#watcher?.settle();
      });
    }
  }
}
