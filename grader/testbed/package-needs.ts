import type { Package } from '../domain/exercise.ts';
import type { SandboxRequest } from '../process/process.ts';

/** What a program with these libraries in it needs of its sandbox besides what every program gets. */
export type PackageNeeds = Pick<SandboxRequest, 'binds' | 'memoryMiB'>;

/** Rings, queues and sockets take some MiB; the rest is room for a wrong turn that should end in `bad_alloc`. */
const MEMORY_MIB = 512;
/**
 * DPDK loads every driver that is installed, some 150 libraries, and takes 64 MiB for itself; mapped, not resident
 * (22.11: 700 MiB).
 */
const DPDK_MEMORY_MIB = 2048;
/**
 * Where DPDK counts the machine's CPUs (lib/eal/linux/eal_lcore.c). All of it, read-only: the folders above a bound one
 * are closed to everybody but root.
 */
const SYSFS = '/sys';

export function packageNeeds(packages: readonly Package[]): PackageNeeds {
  if (!packages.includes('libdpdk')) return { memoryMiB: MEMORY_MIB };
  return { memoryMiB: DPDK_MEMORY_MIB, binds: [{ from: SYSFS, to: SYSFS }] };
}
