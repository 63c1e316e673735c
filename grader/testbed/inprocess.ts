import { sandboxed } from '../process/process.ts';
import type { ArmPrograms, Testbed } from './arms.ts';

/**
 * Memory an arm may map, in MiB: rings, stacks and histograms take a few; the rest is room for a learner's wrong turn
 * that should end in `bad_alloc` and not in the machine's out-of-memory killer.
 */
const ARM_MEMORY_MIB = 512;

/** Threads of one process over shared memory: nothing has to be made on the host, so nothing has to be undone. */
export async function openInProcess(programs: ArmPrograms, cpus: readonly number[]): Promise<Testbed> {
  const command = async (program: string): Promise<readonly string[]> =>
    await sandboxed({ program, args: [], memoryMiB: ARM_MEMORY_MIB, sanitized: false });
  return {
    argv: {
      learner: await command(programs.learner),
      reference: await command(programs.reference),
      naive: await command(programs.naive),
    },
    cpus,
    description: `${String(cpus.length)} threads of one process, CPUs ${cpus.join(' and ')}`,
    async [Symbol.asyncDispose]() {},
  };
}
