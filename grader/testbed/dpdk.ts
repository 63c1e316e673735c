import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeProgram } from '../../native/native.ts';
import type { Role } from '../domain/rounds.ts';
import type { TestbedPlan } from '../domain/testbed-plan.ts';
import { sandboxed, sandboxKind } from '../process/process.ts';
import type { ArmPrograms, Testbed } from './arms.ts';
import { portsOf, type Ports } from './dpdk-ports.ts';
import { packageNeeds } from './package-needs.ts';

/** `lab clean` looks for these: a run that was killed has left its folder. The number is the process. */
export const WIRE_FOLDER = /^lab-dpdk-(?<process>\d+)-/u;

/** What the ports are; of network ports also the program's Ethernet addresses. */
interface DpdkPorts {
  readonly plan: TestbedPlan;
  readonly macs: readonly string[];
}

/**
 * Each arm is a DPDK traffic generator of ours with its program as a sandboxed child. What their ports are is the plan's
 * business. The generator has the first CPU, its program the second.
 */
export async function openDpdk(
  programs: ArmPrograms,
  cpus: readonly number[],
  { plan, macs }: DpdkPorts,
): Promise<Testbed> {
  const folder = await mkdtemp(join(tmpdir(), `lab-dpdk-${String(process.pid)}-`));
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await chmod(folder, 0o711); // a program is another user, and has to come through to its own part of it
    const command = async (role: Role): Promise<readonly string[]> =>
      await armCommand(programs[role], join(folder, role), cpus, { plan, macs });
    return {
      argv: {
        learner: await command('learner'),
        reference: await command('reference'),
        naive: await command('naive'),
      },
      driven: true,
      cpus,
      [Symbol.asyncDispose]: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function armCommand(
  program: string,
  folder: string,
  [generatorCpu = 0, dutCpu = generatorCpu]: readonly number[],
  { plan, macs }: DpdkPorts,
): Promise<readonly string[]> {
  await mkdir(folder);
  // memif wants to be able to write where its socket is, at either end. Nobody has this folder but the two of them.
  await chmod(folder, 0o777);
  const ports = portsOf(plan, { folder, macs, inSandbox: (await sandboxKind()) === 'bubblewrap' });
  return [
    // Cards reach into memory that is locked for them, which counts against a limit (setrlimit(2)).
    ...(plan.device === 'nic' ? ['/usr/bin/prlimit', '--memlock=unlimited', '--'] : []),
    ...[nativeProgram('lab-guard'), '--', nativeProgram('lab-trafficgen'), 'drive'],
    ...['--cpu', String(generatorCpu), '--dut-cpu', String(dutCpu)],
    ...ports.generator,
    ...['--dut-env', `LAB_DEVICES=${ports.program.join(' ')}`, '--dut-env', `LAB_CPU=${String(dutCpu)}`],
    '--',
    ...(ports.sandbox === null ? [program] : await inSandbox(program, ports.sandbox)),
  ];
}

async function inSandbox(program: string, lets: NonNullable<Ports['sandbox']>): Promise<readonly string[]> {
  const { memoryMiB, binds = [] } = packageNeeds(['libdpdk']);
  return await sandboxed({ ...lets, program, memoryMiB, sanitized: false, binds: [...binds, ...lets.binds] });
}
