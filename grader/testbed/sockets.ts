import { nativeProgram } from '../../native/native.ts';
import type { Metric, Traffic } from '../domain/exercise.ts';
import { Bug } from '../domain/errors.ts';
import { sandboxed } from '../process/process.ts';
import type { ArmPrograms, Testbed } from './arms.ts';

/** Memory a device under test may map, in MiB: sockets' buffers are the kernel's, so this is room for a wrong turn. */
const DUT_MEMORY_MIB = 512;
/** The complete command of a device under test, which a load generator starts on the far side of its wire. */
export async function dutCommand(
  program: string,
  sanitized: { readonly env: Readonly<Record<string, string>> } | null = null,
): Promise<readonly string[]> {
  const common = { program, memoryMiB: DUT_MEMORY_MIB, network: 'starters' } as const;
  return await sandboxed(
    sanitized ? { ...common, sanitized: true, env: sanitized.env } : { ...common, sanitized: false },
  );
}

/**
 * Each arm is a load generator of ours with its program on the far side of a wire of its own: two network namespaces
 * that end with it. So nothing has to be undone here. The generator has the first CPU, its program the second.
 */
export async function openSockets(
  programs: ArmPrograms,
  metrics: readonly Metric[],
  cpus: readonly number[],
): Promise<Testbed> {
  const driver = [
    ...[nativeProgram('lab-guard'), '--', nativeProgram('lab-netload')],
    ...['--cpus', cpus.slice(0, 2).join(',')],
    ...trafficByWorkload(metrics).flatMap((traffic) => ['--traffic', trafficText(traffic)]),
    '--',
  ];
  const argvOf = async (program: string): Promise<readonly string[]> => [...driver, ...(await dutCommand(program))];
  return {
    argv: {
      learner: await argvOf(programs.learner),
      reference: await argvOf(programs.reference),
      naive: await argvOf(programs.naive),
    },
    driven: true,
    cpus,
    async [Symbol.asyncDispose]() {},
  };
}

/** The generator counts workloads from 0, as the metrics do. */
function trafficByWorkload(metrics: readonly Metric[]): Traffic[] {
  return metrics
    .toSorted((a, b) => a.workload - b.workload)
    .map(({ name, traffic, workload }, index) => {
      if (!traffic || workload !== index) throw new Bug(`metric ${name} has no traffic, or a workload out of turn`);
      return traffic;
    });
}

/** `closed:bytes=64`, as the generator reads it (`native/netload/options.hpp`). */
export function trafficText({ loop, ...settings }: Traffic): string {
  const all = Object.entries(settings).map(([name, value]) => `${name}=${String(value)}`);
  return `${loop}:${all.join(',')}`;
}
