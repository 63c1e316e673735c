import { sandboxed } from '../process/process.ts';
import type { ArmPrograms, Testbed } from './arms.ts';

/**
 * Memory an arm may map, in MiB: rings, stacks and histograms take a few; the rest is room for a learner's wrong turn
 * that should end in `bad_alloc` and not in the machine's out-of-memory killer.
 */
const ARM_MEMORY_MIB = 512;

/** Threads of one process over shared memory: nothing has to be made on the host, so nothing has to be undone. */
export async function openInProcess(programs: ArmPrograms, cpus: readonly number[]): Promise<Testbed> {
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

async function commandOf(program: string): Promise<readonly string[]> {
  return await sandboxed({ program, memoryMiB: ARM_MEMORY_MIB, sanitized: false });
}
