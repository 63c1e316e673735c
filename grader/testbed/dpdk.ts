import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeProgram } from '../../native/native.ts';
import type { Role } from '../domain/rounds.ts';
import { sandboxed, sandboxKind } from '../process/process.ts';
import type { ArmPrograms, Testbed } from './arms.ts';
import { packageNeeds } from './package-needs.ts';

/** Where a device under test finds the sockets of its memif ports, when it has a file system of its own. */
const INSIDE = '/tmp/wire';
/** Ports of a device under test, each wired to one of the generator's. */
const PORTS = [0, 1];
/** `lab clean` looks for these: a run that was killed has left its folder. The number is the process. */
export const WIRE_FOLDER = /^lab-dpdk-(?<process>\d+)-/u;

/**
 * Each arm is a DPDK traffic generator of ours with its program as a sandboxed child; what connects them is memif,
 * packets in shared memory behind a socket, which needs neither root nor huge pages. The generator has the first CPU,
 * its program the second.
 */
export async function openDpdk(programs: ArmPrograms, cpus: readonly number[]): Promise<Testbed> {
  const folder = await mkdtemp(join(tmpdir(), `lab-dpdk-${String(process.pid)}-`));
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await chmod(folder, 0o711); // a program is another user, and has to come through to its own part of it
    const command = async (role: Role): Promise<readonly string[]> =>
      await armCommand(programs[role], role, folder, cpus);
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
  role: Role,
  folder: string,
  [generatorCpu = 0, dutCpu = generatorCpu]: readonly number[],
): Promise<readonly string[]> {
  const wire = join(folder, role);
  await mkdir(wire);
  // memif wants to be able to write where its socket is, at either end. Nobody has this folder but the two of them.
  await chmod(wire, 0o777);
  const inside = (await sandboxKind()) === 'bubblewrap' ? INSIDE : wire;
  const devices = PORTS.map((port) => `${memif(port, 'client', inside)},mac=${macOfDut(port)}`);
  const { memoryMiB, binds = [] } = packageNeeds(['libdpdk']);
  return [
    ...[nativeProgram('lab-guard'), '--', nativeProgram('lab-trafficgen'), 'drive'],
    ...['--cpu', String(generatorCpu), '--dut-cpu', String(dutCpu)],
    ...PORTS.flatMap((port) => ['--device', memif(port, 'server', wire)]),
    ...['--dut-env', `LAB_DEVICES=${devices.join(' ')}`, '--dut-env', `LAB_CPU=${String(dutCpu)}`],
    '--',
    ...(await sandboxed({
      program,
      memoryMiB,
      sanitized: false,
      binds: [...binds, { from: wire, to: INSIDE, writable: true }],
    })),
  ];
}

/** The client brings the memory (memif's rule), so that the generator cannot be made to map what it does not know. */
function memif(port: number, role: 'server' | 'client', folder: string): string {
  const socket = join(folder, 'memif.sock');
  return `net_memif${String(port)},role=${role},id=${String(port)},socket=${socket},socket-abstract=no`;
}

/** As `address_of_dut()` in `native/trafficgen/drive.cc` has it. */
function macOfDut(port: number): string {
  return `02:6c:61:62:00:${port.toString(16).padStart(2, '0')}`;
}
