import type { Package } from '../domain/exercise.ts';
import { sandboxed } from '../process/process.ts';
import type { ArmPrograms, Testbed } from './arms.ts';
import { packageNeeds } from './package-needs.ts';

/** Threads of one process over shared memory: nothing has to be made on the host, so nothing has to be undone. */
export async function openInProcess(
  programs: ArmPrograms,
  packages: readonly Package[],
  cpus: readonly number[],
): Promise<Testbed> {
  const commandOf = async (program: string): Promise<readonly string[]> =>
    await sandboxed({ program, sanitized: false, ...packageNeeds(packages) });
  return {
    argv: {
      learner: await commandOf(programs.learner),
      reference: await commandOf(programs.reference),
      naive: await commandOf(programs.naive),
    },
    driven: false,
    cpus,
    async [Symbol.asyncDispose]() {},
  };
}
