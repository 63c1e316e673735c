import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { HostFacts, HugePages } from '../domain/host.ts';
import { pkgConfig } from '../process/process.ts';
import { readPciPorts } from './pci.ts';

/** The size that can be reserved at run time on x86-64 and, with 4-KiB pages, on arm64. */
const PAGE_KIB = 2048;

/** Looks at what DPDK needs of this host. Reads; changes nothing, and needs no privilege. */
export async function findHostFacts(signal: AbortSignal): Promise<HostFacts> {
  const version = await pkgConfig(['--modversion', 'libdpdk'], signal);
  return {
    root: process.getuid?.() === 0,
    dpdk: version?.join(' ') ?? null,
    hugePages: readHugePages(),
    vfio: readVfio(),
    ports: readPciPorts(),
  };
}

/** Huge pages of 2 MiB on all nodes together, and where their files can be; null where the kernel has none. */
export function readHugePages(root = '/'): HugePages | null {
  const folder = join(root, `sys/kernel/mm/hugepages/hugepages-${String(PAGE_KIB)}kB`);
  if (!existsSync(folder)) return null;
  return {
    reserved: Number(read(join(folder, 'nr_hugepages'))),
    free: Number(read(join(folder, 'free_hugepages'))),
    mounts: readMounts(root),
  };
}

/** Mounts of hugetlbfs whose pages are of 2 MiB: said in the options (`pagesize=2M`), since Linux 4.11 always. */
function readMounts(root: string): string[] {
  const lines = read(join(root, 'proc/self/mounts')).split('\n');
  return lines.flatMap((line) => {
    const [, where = '', type, options = ''] = line.split(' ');
    return type === 'hugetlbfs' && options.split(',').includes('pagesize=2M') ? [unescaped(where)] : [];
  });
}

/** Blanks and the like are written in octal (proc(5)): `\040`. */
function unescaped(text: string): string {
  return text.replace(/\\(?<octal>[0-7]{3})/gu, (_, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8)));
}

/** Whether this kernel could hand a device to a program, and behind what. */
export function readVfio(root = '/', kernel = release()): HostFacts['vfio'] {
  const unsafe = read(join(root, 'sys/module/vfio/parameters/enable_unsafe_noiommu_mode'));
  return {
    module: moduleState(root, kernel),
    iommuGroups: list(join(root, 'sys/kernel/iommu_groups')).length,
    unsafe: unsafe === 'Y' || unsafe === '1',
  };
}

/** Drivers stand in sysfs whether they are loaded or built in; what could be loaded is in modprobe's own list. */
function moduleState(root: string, kernel: string): HostFacts['vfio']['module'] {
  if (existsSync(join(root, 'sys/bus/pci/drivers/vfio-pci'))) return 'loaded';
  const known = read(join(root, 'lib/modules', kernel, 'modules.dep'));
  return /\/vfio-pci\.ko/u.test(known) ? 'available' : 'absent';
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
