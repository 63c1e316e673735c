import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ProcessEnd } from './ending.ts';
import { compileStranger, type Stranger } from './fixture-stranger.ts';
import type { RunRequest, SandboxRequest } from './process.ts';

const SOLUTIONS = fileURLToPath(new URL('../../solutions', import.meta.url));
const PATIENCE = 60;

let stranger: Stranger;

beforeAll(async () => {
  stranger = await compileStranger();
});

afterAll(() => {
  stranger[Symbol.dispose]();
});

/** The room as it is with namespaces, and as it is without: which of them is found out once per load. */
async function load(sandbox: 'on' | 'off'): Promise<typeof import('./process.ts')> {
  vi.resetModules();
  if (sandbox === 'off') vi.stubEnv('LAB_SANDBOX', 'off');
  const room = await import('./process.ts');
  await room.sandboxKind();
  vi.unstubAllEnvs();
  return room;
}

const bubblewrapWorks = (await (await load('on')).sandboxKind()) === 'bubblewrap';

interface Act extends Partial<RunRequest> {
  readonly sandbox?: Partial<SandboxRequest>;
}

describe.each(['on', 'off'] as const)('with namespaces %s', (setting) => {
  const namespaces = setting === 'on' && bubblewrapWorks;

  async function act(args: readonly string[], { sandbox, ...request }: Act = {}): Promise<ProcessEnd> {
    const { run, sandboxed } = await load(setting);
    const argv = await sandboxed({ program: stranger.path, args, memoryMiB: 256, sanitized: false, ...sandbox });
    return await run({ argv, seconds: PATIENCE, ...request });
  }

  it('the room knows which it is', async () => {
    expect(await (await load(setting)).sandboxKind()).toBe(namespaces ? 'bubblewrap' : 'limits-only');
  });

  it('a program runs, and ends as it ends', async () => {
    expect((await act(['exit', '5'])).ending).toEqual({ kind: 'exited', code: 5 });
    expect((await act(['signal', '11'])).ending).toEqual({ kind: 'signalled', signal: 'SIGSEGV' });
    expect((await act(['cat'], { stdin: 'through' })).stdout).toBe('through');
    expect((await act(['thread'])).ending).toEqual({ kind: 'exited', code: 0 });
  });

  it('a program may not start another, so that a fork bomb ends with its first fork', async () => {
    for (const attempt of [['bomb', '9'], ['spawn'], ['exec'], ['orphan']]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: each must end by itself
      const end = await act(attempt);
      expect([attempt, end.ending]).toEqual([attempt, { kind: 'signalled', signal: 'SIGSYS' }]);
    }
  });

  it('a program gets no more memory than it may have', async () => {
    expect((await act(['memory', '64'])).ending).toEqual({ kind: 'exited', code: 0 });
    expect((await act(['memory', '512'])).ending).toEqual({ kind: 'exited', code: 12 }); // ENOMEM
  });

  it('a program that hangs, deaf to signals, is ended', async () => {
    expect((await act(['deaf'], { seconds: 1 })).ending).toEqual({ kind: 'timed-out' });
  });

  it('a program that floods is ended', async () => {
    expect((await act(['flood', '1'])).ending).toEqual({ kind: 'flooded' });
  });

  it('a program can be cancelled', async () => {
    const signal = AbortSignal.timeout(300);
    expect((await act(['deaf'], { signal })).ending).toEqual({ kind: 'cancelled' });
  });

  it('a program is nobody, and can neither gain rights nor change priorities nor trace', async () => {
    const rights = (await act(['rights'])).stdout;
    expect(rights).not.toContain('uid 0\n');
    expect(rights).toContain('no-new-privileges 1\n');
    expect(rights).toContain('setpriority 1\n'); // EPERM
    expect(rights).toContain('ptrace 1\n');
    expect(rights).toContain('core 0\n');
  });

  it('a program can write to the channel, and to nothing else of ours', async () => {
    const heard = await act(['write', '3', 'a step'], { channel: true });
    expect(heard.channel).toBe('a step\n');
    expect((await act(['write', '4', '{"exit":0}'])).ending).toEqual({ kind: 'exited', code: 1 });
  });

  it('a program gets the environment that it is given, or else that of its starter', async () => {
    const given = await act(['environment'], { sandbox: { env: { ASAN_OPTIONS: 'x=1' } } });
    expect(given.stdout.split('\n').filter((line) => !line.startsWith('PWD='))).toEqual(['ASAN_OPTIONS=x=1', '']);
    const padded = await act(['environment'], { env: { LAB_PAD: 'xxxx', LANG: 'C.UTF-8' } });
    expect(padded.stdout).toContain('LAB_PAD=xxxx\n');
  });

  it('a file cannot grow beyond its limit', async () => {
    const path = `${namespaces ? '/tmp' : '/dev/shm'}/lab-grow-${String(process.pid)}`;
    expect((await act(['grow', path, '17'])).ending).toEqual({ kind: 'signalled', signal: 'SIGXFSZ' });
    expect(existsSync(path)).toBe(!namespaces);
    rmSync(path, { force: true });
  });

  // What follows only namespaces can promise.
  if (!namespaces) return;

  it('a program that fills the disk fills its own, and ours does not notice', async () => {
    const end = await act(['fill', '/tmp', '400']);
    expect(end.stdout).toMatch(/^\d+ MiB: No space left on device\n$/u);
    expect(Number.parseInt(end.stdout, 10)).toBeLessThanOrEqual(64);
    expect(readdirSync('/tmp').filter((name) => name.startsWith('fill-'))).toEqual([]);
    for (const folder of ['/', '/dev', '/usr', '/lab', '/proc']) {
      // oxlint-disable-next-line no-await-in-loop -- one program at a time
      expect((await act(['fill', folder, '1'])).stdout).toMatch(/^0 MiB: /u);
    }
  });

  it("a program sees neither the solutions nor anything else of the host's", async () => {
    expect(existsSync(SOLUTIONS)).toBe(true);
    expect((await act(['look', '/etc/ld.so.cache'])).stdout).toBe('/etc/ld.so.cache: seen\n'); // the loader's
    for (const path of [SOLUTIONS, '/home', '/root', '/etc/passwd', stranger.folder]) {
      // oxlint-disable-next-line no-await-in-loop -- one program at a time
      expect((await act(['look', path])).stdout).toBe(`${path}: No such file or directory\n`);
    }
    expect((await act(['list', '/proc'])).stdout.split('\n').filter((name) => /^\d+$/u.test(name)).length).toBeLessThan(
      5,
    );
    expect((await act(['list', '/tmp'])).stdout.split('\n').toSorted()).toEqual(['', '.', '..']);
  });

  it('a program sees a folder that it is shown, and writes to it only where it may', async () => {
    chmodSync(stranger.folder, 0o755); // as a checkout is: nobody else may look into a temporary folder
    const shown = { from: stranger.folder, to: '/shown' };
    const seen = await act(['look', '/shown/stranger'], { sandbox: { binds: [shown] } });
    expect(seen.stdout).toBe('/shown/stranger: seen\n');
    const written = await act(['fill', '/shown', '1'], { sandbox: { binds: [shown] } });
    expect(written.stdout).toMatch(/^0 MiB: /u);
  });
});

describe('a tool', () => {
  it.each(['on', 'off'] as const)(
    'may start processes, with namespaces %s, and none of them is left',
    async (setting) => {
      const { run, sandboxedTool } = await load(setting);
      const { folder, path } = stranger;
      const binds = [{ from: folder, to: folder }];
      const limits = { memoryMiB: 512, fileMiB: 8, binds, cwd: folder, env: { PATH: '/usr/bin:/bin' } };
      const started = await run({ argv: await sandboxedTool({ argv: [path, 'spawn'], ...limits }), seconds: PATIENCE });
      expect(started.ending).toEqual({ kind: 'exited', code: 0 });
      const where = await run({ argv: await sandboxedTool({ argv: [path, 'where'], ...limits }), seconds: PATIENCE });
      expect(where.stdout).toBe(`${folder}\n`);
      const bomb = await run({ argv: await sandboxedTool({ argv: [path, 'bomb', '6'], ...limits }), seconds: 1 });
      expect(bomb.ending).toEqual({ kind: 'timed-out' });
    },
  );
});
