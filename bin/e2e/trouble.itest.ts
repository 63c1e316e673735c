import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Learner } from './lab-runner.ts';

let learner: Learner;
beforeEach(() => {
  learner = new Learner();
});
afterEach(() => {
  learner[Symbol.dispose]();
});

/** Command lines of all processes that have `text` in them. */
function processesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(text) ? [line] : [];
      } catch {
        return [];
      }
    });
}

/** Waits until a condition holds; gives up after 20 s. */
async function until(condition: () => boolean): Promise<void> {
  for (let look = 0; look < 400 && !condition(); look += 1) {
    await new Promise((done) => {
      setTimeout(done, 50);
    });
  }
  expect(condition()).toBe(true);
}

const sandboxes = (): string[] => processesWith('/lab/launch');

describe('lab in trouble', () => {
  const endings: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGKILL'];
  for (const signal of endings) {
    it(`leaves nothing running when ${signal} ends it while it measures`, async () => {
      learner.answer('impostors/too-slow.sleeps-when-empty');
      const lab = learner.start(['grade', 'ring/spsc']);
      await until(() => sandboxes().length > 0);
      lab.kill(signal);
      await once(lab, 'exit');
      await until(() => sandboxes().length === 0);
      expect(sandboxes()).toEqual([]);
    });
  }

  it('lets the second of two grades wait, and says for whom', async () => {
    learner.answer('impostors/too-slow.sleeps-when-empty');
    using other = new Learner();
    other.answer('alternatives/passed.cached-indices');
    const [first, second] = await Promise.all([
      learner.lab(['grade', 'ring/spsc', '--plain']),
      other.lab(['grade', 'ring/spsc', '--plain']),
    ]);
    expect([first.code, second.code].every((code) => code === 0 || code === 1 || code === 3)).toBe(true);
    expect(`${first.stderr}${second.stderr}`).toContain('lab grade ring/spsc (process');
  });

  it('keeps a ledger that it cannot read, says so, and grades all the same', async () => {
    learner.answer('impostors/incorrect.off-by-one-capacity');
    mkdirSync(join(learner.work, '.lab'), { recursive: true });
    writeFileSync(join(learner.work, '.lab/ledger.db'), 'this is not a database, and has not been one for a while');
    const { code, stderr } = await learner.lab(['grade', 'ring/spsc', '--correctness-only']);
    expect(code).toBe(1);
    expect(stderr).toContain('ledger');
    expect(readFileSync(join(learner.work, '.lab/ledger.db'), 'utf8')).toContain('this is not a database');
  });

  it('says what to install where there is no compiler', async () => {
    learner.answer('naive');
    const { code, stdout } = await learner.lab(['grade', 'ring/spsc'], { CXX: '/nowhere/g++' });
    expect(code).toBe(3);
    expect(stdout).toContain('apt-get install g++');
  });

  it('says so where it cannot write, and exits with 2', async () => {
    const file = join(learner.work, 'a-file');
    writeFileSync(file, '');
    const { code, stderr } = await learner.lab(['start'], { LAB_WORK: join(file, 'below') });
    expect(code).toBe(2);
    expect(stderr).toContain('LAB_WORK');
  });

  it('says so where the disk is full, and loses nothing', async () => {
    const small = join(learner.work, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'lab-test', small]);
    try {
      const start = await learner.lab(['start'], { LAB_WORK: small });
      expect(start.code).toBe(0);
      execFileSync('dd', ['if=/dev/zero', `of=${small}/filler`, 'bs=1k', 'count=100'], { stdio: 'ignore' });
    } catch {
      // dd ends with an error when the disk is full, which is the point.
    }
    try {
      const file = join(small, 'ring/spsc/spsc_ring.hpp');
      const before = readFileSync(file, 'utf8');
      const reset = await learner.lab(['reset', 'ring/spsc', '--yes'], { LAB_WORK: small });
      expect([0, 2]).toContain(reset.code);
      expect(readFileSync(file, 'utf8')).toBe(before);
      const cache = await learner.lab(['grade', '--solution', 'naive', '--correctness-only'], {
        LAB_CACHE: join(small, 'cache'),
      });
      expect(cache.code).toBe(2);
      expect(cache.stderr).toContain('no room');
    } finally {
      execFileSync('umount', [small]);
    }
  });

  it('checks, and says why it does not measure, where there is one CPU', async () => {
    learner.answer('impostors/too-slow.sleeps-when-empty');
    const { LAB } = await import('./lab-runner.ts');
    let stdout = '';
    let code = 0;
    try {
      stdout = execFileSync('taskset', ['-c', '0', LAB, 'grade', 'ring/spsc', '--json'], {
        env: learner.env,
        encoding: 'utf8',
      });
    } catch (error) {
      ({ stdout, status: code } = error as { stdout: string; status: number });
    }
    expect(code).toBe(3);
    const parsed = JSON.parse(stdout) as { verdict: string; checks: { status: string }[] };
    expect(parsed.verdict).toBe('unsupported');
    expect(parsed.checks.every((check) => check.status === 'passed')).toBe(true);
  });

  it('grades with limits only where namespaces are forbidden, and says which it was', async () => {
    learner.answer('impostors/incorrect.forks-a-child-that-survives');
    const { stdout } = await learner.lab(['grade', 'ring/spsc', '--json'], { LAB_SANDBOX: 'off' });
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'incorrect', machine: { sandbox: 'limits-only' } });
  });
});
