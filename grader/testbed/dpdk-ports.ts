import { join } from 'node:path';
import type { SandboxRequest } from '../process/process.ts';
import type { TestbedPlan } from '../domain/testbed-plan.ts';

/** Where a device under test finds the sockets of its memif ports, when it has a file system of its own. */
const INSIDE = '/tmp/wire';
/** Ports of a device under test, each wired to one of the generator's. */
const PORTS = [0, 1];
/** Frames that a packet socket's ring holds: as many as a descriptor ring of the generator (`port.hpp`). */
const RING = 'blocksz=4096,framesz=2048,framecnt=1024';

/** Both ends of the cables between a generator and a device under test, as DPDK's environment is told of them. */
export interface Ports {
  /** Options of `lab-trafficgen`. */
  readonly generator: readonly string[];
  /** The program's ports, in their order: arguments of `--vdev`, or PCI addresses. */
  readonly program: readonly string[];
  /** What the program's sandbox has to let through for them. */
  readonly sandbox: Pick<SandboxRequest, 'packetSockets' | 'network'> & {
    readonly binds: NonNullable<SandboxRequest['binds']>;
  };
}

/** The ports of one arm. `folder` is its own; in a sandbox the program sees it as another one. */
export function portsOf(plan: TestbedPlan, folder: string, inSandbox: boolean): Ports {
  switch (plan.device) {
    case 'memif':
      return memifPorts(folder, inSandbox);
    case 'veth-packet':
      return packetPorts();
    case 'nic':
      throw new Error('nic');
  }
}

/** Packets in shared memory behind a socket, which needs neither root nor huge pages. */
function memifPorts(folder: string, inSandbox: boolean): Ports {
  const there = inSandbox ? INSIDE : folder;
  return {
    generator: PORTS.flatMap((port) => ['--device', memif(port, 'server', folder)]),
    program: PORTS.map((port) => `${memif(port, 'client', there)},mac=${macOfDut(port)}`),
    sandbox: { binds: [{ from: folder, to: INSIDE, writable: true }] },
  };
}

/** The client brings the memory (memif's rule), so that the generator cannot be made to map what it does not know. */
function memif(port: number, role: 'server' | 'client', folder: string): string {
  const socket = join(folder, 'memif.sock');
  return `net_memif${String(port)},role=${role},id=${String(port)},socket=${socket},socket-abstract=no`;
}

/**
 * Packet sockets on veth pairs that the generator lays in network namespaces of its own (`native/wire/cables.hpp`): the
 * kernel between the two, and no card.
 */
function packetPorts(): Ports {
  const on = (port: number, link: string): string => `net_af_packet${String(port)},iface=${link},${RING}`;
  return {
    generator: [
      ...['--cables', String(PORTS.length)],
      ...PORTS.flatMap((port) => ['--device', on(port, `lab-g${String(port)}`)]),
    ],
    program: PORTS.map((port) => on(port, `lab-d${String(port)}`)),
    sandbox: { binds: [], network: 'starters', packetSockets: true },
  };
}

/** As `address_of_dut()` in `native/trafficgen/drive.cc` has it. */
function macOfDut(port: number): string {
  return `02:6c:61:62:00:${port.toString(16).padStart(2, '0')}`;
}
