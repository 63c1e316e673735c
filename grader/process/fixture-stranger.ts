import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.ts';

const SOURCE = fileURLToPath(new URL('../../native/tests/stranger.cc', import.meta.url));
const COMPILE_SECONDS = 100;

/** The badly behaved program of the native tests, compiled into a folder of its own that goes away with it. */
export interface Stranger extends Disposable {
  readonly path: string;
  readonly folder: string;
}

export async function compileStranger(): Promise<Stranger> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-stranger-'));
  const path = join(folder, 'stranger');
  const argv = ['/usr/bin/env', 'g++', '-std=c++20', '-pthread', '-o', path, SOURCE];
  const { ending, stderr } = await run({ argv, seconds: COMPILE_SECONDS });
  if (ending.kind !== 'exited' || ending.code !== 0) throw new Error(`the stranger does not compile: ${stderr}`);
  return {
    path,
    folder,
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
