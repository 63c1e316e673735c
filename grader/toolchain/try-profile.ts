import { join } from 'node:path';
import type { BuildProfile } from '../domain/exercise.ts';
import type { Paths } from '../domain/paths.ts';
import { run, sandboxed } from '../process/process.ts';
import { cachedCompile } from './cached-compile.ts';
import type { Compiler } from './compiler.ts';
import { flagsOf } from './profiles.ts';

export interface TryProfileRequest {
  readonly profile: BuildProfile;
  readonly compiler: Compiler;
  readonly paths: Paths;
  readonly signal: AbortSignal;
}

/** Uses what a sanitizer needs: a heap, a second thread. */
const PROGRAM = `#include <memory>
#include <thread>
int main() {
  auto number = std::make_unique<int>(1);
  std::thread([&] { *number = 0; }).join();
  return *number;
}
`;
const SECONDS = 20;

/** Builds and runs a small program under a profile, in the sandbox. Null when all went well, else what did not. */
export async function tryProfile({ profile, compiler, paths, signal }: TryProfileRequest): Promise<string | null> {
  const flags = flagsOf(profile);
  const built = await cachedCompile({
    compiler: compiler.path,
    key: ['probe', compiler.description, ...flags],
    folders: {},
    staged: [{ name: 'probe.cc', content: Buffer.from(PROGRAM) }],
    args: (at) => [...flags, '-o', 'program', `${at('submission')}/probe.cc`],
    cacheFolder: paths.cache,
    signal,
  });
  if (built.kind === 'failed') return firstLine(built.text);
  const program = join(built.folder, 'program');
  const argv = await sandboxed({ program, memoryMiB: 512, sanitized: profile !== 'optimized' });
  const { ending, stderr } = await run({ argv, seconds: SECONDS, signal });
  if (ending.kind === 'exited' && ending.code === 0) return null;
  return firstLine(stderr) || `it ended with ${ending.kind}`;
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
