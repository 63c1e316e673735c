import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { PciPort, PortRefusal, PortStanding } from '../domain/host.ts';

/** Class 02: network controllers, whatever their subclass (pci.ids; PCI Code and ID Assignment, section 2). */
const NETWORK_CLASS = '0x02';
/** Class 0604: bridges stay with the kernel when their group goes to vfio-pci (Documentation/driver-api/vfio.rst). */
const BRIDGE_CLASS = '0x0604';
/** Drivers that hand a device to a program (DPDK Linux guide, "Linux Drivers"). */
const USER_SPACE = new Set(['vfio-pci', 'uio_pci_generic', 'igb_uio']);
/** Drivers of cards that DPDK uses through the kernel's driver: bound to vfio-pci they are lost to both. */
const BIFURCATED = new Set(['mlx4_core', 'mlx5_core', 'mana']);
/** What keeps a port's whole group where it is. One without a driver is in nobody's way. */
const BLOCKS: ReadonlySet<PortRefusal | null> = new Set([
  'default-route',
  'routes',
  'enslaved',
  'no-interface',
] as const);
/** A bond of VLANs on bridges is three deep; a cycle cannot be, but is not worth a hang. */
const DEEPEST_STACK = 8;

/** A PCI device before anybody has asked what may be done with it. */
interface Device extends Omit<PciPort, 'standing' | 'groupMates'> {
  /** `0x020000`: class, subclass, programming interface. */
  readonly class: string;
}

/**
 * Network ports on the PCI bus, in the order of their addresses, each with what can be done with it. Reads sysfs
 * and procfs below `root`, and nothing else: no lspci, no netlink, and no privilege.
 */
export function readPciPorts(root = '/'): PciPort[] {
  const devices = readDevices(root);
  const routes = readRoutes(root);
  const refusals = new Map(devices.filter(isPort).map((one) => [one.address, refusalOf(one, routes, root)]));
  const mustStay = (mate: Device): boolean =>
    isPort(mate) ? BLOCKS.has(refusals.get(mate.address) ?? null) : isHeld(mate);
  return devices.filter(isPort).map((device): PciPort => {
    const { address, id, driver, interfaces, iommuGroup } = device;
    const mates = matesOf(device, devices);
    const standing = standingOf(device, refusals.get(address) ?? null, mates.some(mustStay));
    const groupMates = mates.map((mate) => mate.address);
    return { address, id, driver, interfaces, iommuGroup, groupMates, standing };
  });
}

function isPort(device: Device): boolean {
  return device.class.startsWith(NETWORK_CLASS);
}

/** The kernel uses it: whatever it is, nobody may take it away to make a group complete. */
function isHeld({ driver }: Device): boolean {
  return driver !== null && !USER_SPACE.has(driver);
}

/** In the order of what matters: what people come in by is never proposed, whoever holds it. */
function standingOf({ driver }: Pick<PciPort, 'driver'>, own: PortRefusal | null, group: boolean): PortStanding {
  if (own !== null) return { kind: 'refused', why: own };
  if (driver !== null && USER_SPACE.has(driver)) return { kind: 'bound' };
  if (driver !== null && BIFURCATED.has(driver)) return { kind: 'bifurcated' };
  return group ? { kind: 'refused', why: 'group' } : { kind: 'bindable' };
}

/** Why a port must stay where it is; what a program holds already is nobody's way in. */
function refusalOf(device: Device, { byDefault, any }: Routes, root: string): PortRefusal | null {
  const { driver, interfaces } = device;
  if (interfaces.some((name) => byDefault.has(name))) return 'default-route';
  if (interfaces.some((name) => any.has(name))) return 'routes';
  if (interfaces.some((name) => linkName(join(root, 'sys/class/net', name, 'master')) !== null)) return 'enslaved';
  if (driver !== null && USER_SPACE.has(driver)) return null;
  if (driver === null) return 'no-driver';
  return interfaces.length === 0 ? 'no-interface' : null;
}

function matesOf({ address, iommuGroup }: Device, devices: readonly Device[]): Device[] {
  if (iommuGroup === null) return [];
  return devices.filter(
    (one) => one.iommuGroup === iommuGroup && one.address !== address && !one.class.startsWith(BRIDGE_CLASS),
  );
}

function readDevices(root: string): Device[] {
  const folder = join(root, 'sys/bus/pci/devices');
  return list(folder).map((address): Device => {
    const at = join(folder, address);
    const hex = (file: string): string => read(join(at, file)).replace(/^0x/u, '');
    return {
      address,
      class: read(join(at, 'class')),
      id: `${hex('vendor')}:${hex('device')}`,
      driver: linkName(join(at, 'driver')),
      interfaces: interfacesOf(at),
      iommuGroup: linkName(join(at, 'iommu_group')),
    };
  });
}

/** The kernel's names for a port; virtio has a device of its own between the two. */
function interfacesOf(device: string): string[] {
  const virtio = list(device).filter((name) => /^virtio\d+$/u.test(name));
  return [device, ...virtio.map((name) => join(device, name))].flatMap((at) => list(join(at, 'net')));
}

/** Interfaces that routes go over, with all that lies below them: `eth0` of `br0`, both ports of a bond. */
interface Routes {
  readonly byDefault: ReadonlySet<string>;
  readonly any: ReadonlySet<string>;
}

/** `RTF_UP` (linux/route.h). */
const ROUTE_UP = 0x1;
/** `RTF_REJECT` (linux/route.h): such a route goes nowhere. */
const ROUTE_REJECTED = 0x200;

function readRoutes(root: string): Routes {
  const routes = [...readRoutes4(root), ...readRoutes6(root)];
  const below = (name: string): string[] => withLower(root, name);
  return {
    byDefault: new Set(routes.filter((one) => one.isDefault).flatMap(({ over }) => below(over))),
    any: new Set(routes.flatMap(({ over }) => below(over))),
  };
}

interface Route {
  readonly over: string;
  readonly isDefault: boolean;
}

/** `Iface Destination Gateway Flags RefCnt Use Metric Mask …`, in hex (proc(5)). */
function readRoutes4(root: string): Route[] {
  const lines = read(join(root, 'proc/net/route')).split('\n').slice(1);
  return lines.flatMap((line) => {
    const [over, destination, , flags, , , , mask] = line.trim().split(/\s+/u);
    if (over === undefined || flags === undefined || !(Number(`0x${flags}`) & ROUTE_UP)) return [];
    return [{ over, isDefault: Number(`0x${destination}`) === 0 && Number(`0x${mask}`) === 0 }];
  });
}

/**
 * `Destination Prefix Source Prefix NextHop Metric RefCnt Use Flags Iface` (proc(5)). Every interface that is up has
 * link-local and multicast routes: those alone lead nobody here.
 */
function readRoutes6(root: string): Route[] {
  const lines = read(join(root, 'proc/net/ipv6_route')).split('\n');
  return lines.flatMap((line) => {
    const fields = line.trim().split(/\s+/u);
    const [destination = '', prefix] = fields;
    const [flags, over] = fields.slice(-2);
    if (over === undefined || flags === undefined || fields.length < 10) return [];
    const bits = Number(`0x${flags}`);
    if (!(bits & ROUTE_UP) || bits & ROUTE_REJECTED || /^f(?:e[89ab]|f)/u.test(destination)) return [];
    return [{ over, isDefault: prefix === '00' }];
  });
}

/** An interface and those that it stands on, as the kernel links them: `lower_eth0` in `/sys/class/net/br0`. */
function withLower(root: string, name: string, depth = 0): string[] {
  if (depth > DEEPEST_STACK) return [name];
  const lower = list(join(root, 'sys/class/net', name)).flatMap((entry) =>
    entry.startsWith('lower_') ? [entry.slice('lower_'.length)] : [],
  );
  return [name, ...lower.flatMap((one) => withLower(root, one, depth + 1))];
}

function linkName(path: string): string | null {
  try {
    return basename(readlinkSync(path));
  } catch {
    return null;
  }
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
