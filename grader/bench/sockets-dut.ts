import { join } from 'node:path';
import { armOf, type Exercise } from '../domain/exercise.ts';
import { build, findCompiler } from '../toolchain/toolchain.ts';
import type { BenchOptions } from './bench.ts';

/** The timed program of an exercise, with one of its solutions. */
export async function buildDut(exercise: Exercise, solution: string, { context }: BenchOptions): Promise<string> {
  const built = await build({
    compiler: await findCompiler(context.signal),
    exercise,
    submission: join(exercise.solutions, solution),
    source: armOf(exercise),
    kind: 'dut',
    profile: 'optimized',
    paths: context.paths,
    signal: context.signal,
  });
  if (built.kind === 'failed') throw new Error(`${exercise.id} ${solution} does not compile:\n${built.text}`);
  return built.program;
}
