import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cancelled } from '../domain/errors.ts';
import { cachedCompile, type CachedCompileEnd } from './cached-compile.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-compile-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** One and the same small program, asked for with a signal. */
async function ask(signal: AbortSignal): Promise<CachedCompileEnd> {
  return await cachedCompile({
    compiler: 'g++',
    key: ['small'],
    folders: {},
    staged: [{ name: 'small.cc', content: Buffer.from('#include <iostream>\nint main() { std::cout << 1; }\n') }],
    args: (at) => ['-o', 'program', `${at('submission')}/small.cc`],
    cacheFolder: folder,
    signal,
  });
}

describe('two who ask for the same program at once', () => {
  it('get one compilation', async () => {
    const { signal } = new AbortController();
    const [first, second] = await Promise.all([ask(signal), ask(signal)]);
    expect([first.kind, second]).toEqual(['built', first]);
  });

  it('do not depend on each other: the second gets it although the first gives up', async () => {
    const first = new AbortController();
    const both = Promise.allSettled([ask(first.signal), ask(new AbortController().signal)]);
    first.abort();
    const [given, wanted] = await both;
    expect(given).toMatchObject({ status: 'rejected', reason: expect.any(Cancelled) });
    expect(wanted).toMatchObject({ status: 'fulfilled', value: { kind: 'built', cached: false } });
  });
});
