import { join } from 'node:path';
import type { SandboxRequest } from '../process/process.ts';
import type { NicPlan, TestbedPlan } from '../domain/testbed-plan.ts';

/** Where a device under test finds the sockets of its memif ports, when it has a file system of its own. */
const INSIDE = '/tmp/wire';
/** Groups of devices that a process may drive itself (Documentation/driver-api/vfio.rst). */
const VFIO = '/dev/vfio';
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
  /** What the program's sandbox has to let through for them; null where no sandbox can, and there must be none. */
  readonly sandbox: Let | null;
}

type Let = Pick<SandboxRequest, 'packetSockets' | 'network'> & { readonly binds: NonNullable<SandboxRequest['binds']> };

/** What the ports of one arm are made of. */
export interface PortPlace {
  /** Its own; in a sandbox the program sees it as another one. */
  readonly folder: string;
  readonly inSandbox: boolean;
  /** Ethernet addresses of network ports that the program gets. */
  readonly macs: readonly string[];
}

export function portsOf(plan: TestbedPlan, place: PortPlace): Ports {
  switch (plan.device) {
    case 'memif':
      return memifPorts(PORTS, place);
    case 'veth-packet':
      return packetPorts();
    case 'veth-xdp':
      return xdpPorts();
    case 'nic':
      return nicPorts(plan, place);
  }
}

/** Packets in shared memory behind a socket, which needs neither root nor huge pages. */
function memifPorts(
  ports: readonly number[],
  { folder, inSandbox }: Omit<PortPlace, 'macs'>,
): Ports & { readonly sandbox: Let } {
  const there = inSandbox ? INSIDE : folder;
  return {
    generator: ports.flatMap((port) => ['--device', memif(port, 'server', folder)]),
    program: ports.map((port) => `${memif(port, 'client', there)},mac=${macOfDut(port)}`),
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
  return {
    generator: behindCables(),
    program: PORTS.map((port) => packetSocket(port, `lab-d${String(port)}`)),
    sandbox: { binds: [], network: 'starters', packetSockets: true },
  };
}

/**
 * The same cables, and AF_XDP sockets at the program's end of them: 22.11's driver loads an XDP program when a port is
 * started, which takes bpf(2) with rights over the whole machine. So this is for programs that nobody has to mistrust.
 */
function xdpPorts(): Ports {
  return {
    generator: behindCables(),
    program: PORTS.map((port) => `net_af_xdp${String(port)},iface=lab-d${String(port)}`),
    sandbox: null,
  };
}

/** Cables that the generator lays, and packet sockets at its own end. */
function behindCables(): string[] {
  return [
    ...['--cables', String(PORTS.length)],
    ...PORTS.flatMap((port) => ['--device', packetSocket(port, `lab-g${String(port)}`)]),
  ];
}

function packetSocket(port: number, link: string): string {
  return `net_af_packet${String(port)},iface=${link},${RING}`;
}

/**
 * Network ports behind vfio-pci, and memif for what has no cable. DPDK numbers PCI devices by their addresses and before
 * all others, so that these come first.
 */
function nicPorts({ cables }: NicPlan, place: PortPlace): Ports {
  const others = memifPorts(PORTS.slice(cables.length), place);
  return {
    generator: [
      ...cables.flatMap(({ generator }) => ['--allow', generator]),
      ...place.macs.flatMap((mac) => ['--dut-mac', mac]),
      ...others.generator,
    ],
    program: [...cables.map(({ program }) => program), ...others.program],
    sandbox: { binds: [...others.sandbox.binds, { from: VFIO, to: VFIO, devices: true }] },
  };
}

/** As `address_of_dut()` in `native/trafficgen/drive.cc` has it. */
function macOfDut(port: number): string {
  return `02:6c:61:62:00:${port.toString(16).padStart(2, '0')}`;
}
