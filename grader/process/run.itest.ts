import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProcessEnd } from './ending.ts';
import { compileStranger, type Stranger } from './fixture-stranger.ts';
import { run, type RunRequest } from './run.ts';

let stranger: Stranger;

beforeAll(async () => {
  stranger = await compileStranger();
});

afterAll(() => {
  stranger[Symbol.dispose]();
});

/** Longer than anything here takes on a busy machine. */
const PATIENCE = 60;

async function act(args: readonly string[], request: Partial<RunRequest> = {}): Promise<ProcessEnd> {
  return await run({ argv: [stranger.path, ...args], seconds: PATIENCE, ...request });
}

/** Processes of this machine that run our stranger. */
function strangersLeft(): string[] {
  return readdirSync('/proc').filter((entry) => {
    try {
      return /^\d+$/u.test(entry) && readFileSync(`/proc/${entry}/cmdline`, 'latin1').startsWith(`${stranger.path}\0`);
    } catch {
      return false; // it ended in the meantime
    }
  });
}

describe('a program that behaves', () => {
  it('ends with its exit code, its output and what it took', async () => {
    const end = await act(['write', '1', 'hello']);
    expect([end.ending, end.stdout, end.stderr, end.channel]).toEqual([{ kind: 'exited', code: 0 }, 'hello\n', '', '']);
    expect([end.survivors, end.maxRssKib > 0, end.seconds < PATIENCE]).toEqual([0, true, true]);
    expect((await act(['exit', '7'])).ending).toEqual({ kind: 'exited', code: 7 });
  });

  it('keeps its two outputs apart', async () => {
    const end = await act(['write', '2', 'trouble']);
    expect([end.stdout, end.stderr]).toEqual(['', 'trouble\n']);
  });

  it('reads all of its input, and none where there is none', async () => {
    const text = 'line\n'.repeat(100_000);
    const end = await act(['cat'], { stdin: text, outputCapBytes: 1024 * 1024 });
    expect(end.stdout).toBe(text);
    expect((await act(['cat'])).stdout).toBe('');
  });

  it('may leave its input unread', async () => {
    const end = await act(['exit', '0'], { stdin: 'x'.repeat(4 * 1024 * 1024) });
    expect(end.ending).toEqual({ kind: 'exited', code: 0 });
  });

  it('gets exactly the environment that it is given', async () => {
    expect((await act(['environment'], { env: { ONLY: 'this' } })).stdout).toBe('ONLY=this\n');
    const names = (await act(['environment'])).stdout
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(names.toSorted((a = '', b = '') => a.localeCompare(b))).toEqual(['LANG', 'LC_ALL', 'PATH']);
  });

  it('starts in the folder that it is given', async () => {
    expect((await act(['where'], { cwd: stranger.folder })).stdout).toBe(`${stranger.folder}\n`);
  });
});

describe('the channel', () => {
  it('carries what is written to file descriptor 3, as it comes', async () => {
    let heard = '';
    const onChannel = (text: string): void => {
      heard += text;
    };
    const end = await act(['write', '3', 'step 1 passed'], { channel: true, onChannel });
    expect([end.channel, heard, end.stdout]).toEqual(['step 1 passed\n', 'step 1 passed\n', '']);
  });

  it('is not there unless it was asked for', async () => {
    const end = await act(['write', '3', 'to nobody']);
    expect([end.channel, end.stdout, end.stderr]).toEqual(['', '', '']);
  });

  it("cannot be used to forge the guard's report", async () => {
    const end = await act(['write', '4', '{"exit":0,"signal":null,"survivors":0}'], { channel: true });
    expect(end.ending).toEqual({ kind: 'exited', code: 1 });
  });

  it('ends a program that floods it', async () => {
    const end = await act(['flood', '3'], { channel: true });
    expect([end.ending, end.channel.length < 5 * 1024 * 1024]).toEqual([{ kind: 'flooded' }, true]);
  });
});

describe('a program that does not behave', () => {
  it.each([
    ['11', 'SIGSEGV'],
    ['6', 'SIGABRT'],
    ['9', 'SIGKILL'],
  ])('and ends by signal %s is reported with it', async (number, signal) => {
    expect((await act(['signal', number])).ending).toEqual({ kind: 'signalled', signal });
  });

  it('and hangs, deaf to signals, is ended when its time is up', async () => {
    const end = await act(['deaf'], { seconds: 0.5 });
    expect([end.ending, end.stdout]).toEqual([{ kind: 'timed-out' }, 'deaf\n']);
    expect(strangersLeft()).toEqual([]);
  });

  it('and floods its output is ended, and both ends of what it said are kept', async () => {
    const end = await act(['flood', '1'], { outputCapBytes: 10_000 });
    expect(end.ending).toEqual({ kind: 'flooded' });
    expect(end.stdout).toMatch(/^y+\n[^]*bytes cut[^]*y/u);
    expect(end.stdout.length).toBeLessThan(11_000);
  });

  it('and leaves processes behind has them counted and killed', async () => {
    const end = await act(['orphan']);
    expect([end.ending, end.survivors]).toEqual([{ kind: 'exited', code: 0 }, 1]);
    expect(strangersLeft()).toEqual([]);
  });

  it('and multiplies is ended to the last process', async () => {
    const end = await act(['bomb', '7'], { seconds: 1 });
    expect(end.ending).toEqual({ kind: 'timed-out' });
    expect(strangersLeft()).toEqual([]);
  });

  it('and kills its guard does not keep us waiting for its orphan, which has our pipes', async () => {
    const end = await act(['kill-parent']);
    expect(end.ending).toEqual({ kind: 'signalled', signal: 'SIGKILL' });
    expect(end.seconds).toBeLessThan(30);
    // Only what is not in a sandbox can do this. Nobody is left to clear up after it but us.
    for (const left of strangersLeft()) execFileSync('/bin/kill', ['-9', left]);
  });

  it('and goes elsewhere to hide is found all the same', async () => {
    const end = await act(['move', '/']);
    expect(end.survivors).toBe(1);
    expect(strangersLeft()).toEqual([]);
  });
});

describe('the caller', () => {
  it('can end a program at any time, with all its processes', async () => {
    const controller = new AbortController();
    const running = act(['orphan-and-hang'], {
      signal: controller.signal,
      channel: true,
    });
    setTimeout(() => {
      controller.abort();
    }, 300);
    expect((await running).ending).toEqual({ kind: 'cancelled' });
    expect(strangersLeft()).toEqual([]);
  });

  it('that has already changed its mind starts nothing', async () => {
    expect((await act(['exit', '0'], { signal: AbortSignal.abort() })).ending).toEqual({ kind: 'cancelled' });
  });

  it('is not told of an abort that comes after the end', async () => {
    const controller = new AbortController();
    const end = await act(['exit', '0'], { signal: controller.signal });
    controller.abort();
    expect(end.ending).toEqual({ kind: 'exited', code: 0 });
  });

  it('learns that nothing could be started, and why', async () => {
    const { ending } = await act(['exit', '0'], { cwd: '/does/not/exist' });
    expect(ending).toMatchObject({ kind: 'not-started' });
    expect((await run({ argv: ['/does/not/exist'], seconds: PATIENCE })).ending).toEqual({ kind: 'exited', code: 127 });
  });
});
