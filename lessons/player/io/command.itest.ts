import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { runCommand } from './command.ts';

const never = new AbortController().signal;

describe('a command to try', () => {
  it('runs in the shell and environment of the reader', async () => {
    const { ok, text, ending } = await runCommand('echo "$HOME" | tr a-z A-Z; echo oops >&2', 'en', never);
    expect(ok).toBe(true);
    expect(text).toContain((process.env['HOME'] ?? '').toUpperCase());
    expect(text).toContain('oops');
    expect(ending).toMatch(/^exit code 0, \d/u);
  });

  it('that fails says so', async () => {
    expect(await runCommand('exit 3', 'ko', never)).toMatchObject({
      ok: false,
      ending: expect.stringContaining('종료 코드 3'),
    });
  });

  it('is ended with everything that it has started', async () => {
    const stop = new AbortController();
    const running = runCommand('sleep 300 & sleep 300', 'en', stop.signal);
    setTimeout(() => {
      stop.abort();
    }, 200);
    expect(await running).toMatchObject({ ok: false, ending: 'stopped' });
  });

  it('may print what it likes: only so much is kept', async () => {
    const { text } = await runCommand('seq 1 100000', 'en', never);
    expect(text.length).toBeLessThan(20_000);
    expect(text).toContain('bytes cut');
    expect(text.trimEnd().endsWith('100000')).toBe(true);
  });
});
