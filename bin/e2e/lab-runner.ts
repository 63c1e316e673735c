import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';

const ROOT = resolve(import.meta.dirname, '../..');
export const LAB = join(ROOT, 'bin/lab');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A learner's place of their own: nothing a test does touches the developer's work. The build cache is shared. */
export class Learner implements Disposable {
  readonly work = mkdtempSync(join(tmpdir(), 'lab-e2e-'));

  /** The environment of every command of this learner. */
  get env(): NodeJS.ProcessEnv {
    const { PATH, HOME } = process.env;
    return { PATH, HOME, LANG: 'C.UTF-8', LAB_WORK: this.work };
  }

  /** Runs `lab …` to its end, without a terminal. */
  async lab(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    return await this.run(LAB, args, env);
  }

  /** The same with another checkout's `lab`. */
  async run(lab: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    return await new Promise((done) => {
      execFile(
        lab,
        args,
        { env: { ...this.env, ...env }, cwd: this.work, maxBuffer: 1 << 24 },
        (error, stdout, stderr) => {
          done({ code: error ? (typeof error.code === 'number' ? error.code : null) : 0, stdout, stderr });
        },
      );
    });
  }

  /** Starts `lab …` and leaves it running. */
  start(args: readonly string[]): ChildProcess {
    return spawn(LAB, args, { env: this.env, cwd: this.work, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Puts a shipped answer where the learner's own files are. */
  answer(solution: string): void {
    cpSync(join(ROOT, 'solutions/010-ring/010-spsc', solution), join(this.work, 'ring/spsc'), { recursive: true });
  }

  [Symbol.dispose](): void {
    rmSync(this.work, { recursive: true, force: true });
  }
}
