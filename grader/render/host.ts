import { HUGE_PAGES_WANTED, type HostFacts, type HugePagesChange, type PciPort } from '../domain/host.ts';
import type { Screen } from './screen.ts';
import { hang } from './text/layout.ts';
import { penFor, type Pen } from './text/pen.ts';
import { CHANGED, HOST, PORT_REFUSED } from './words/host.ts';

/** A server may have dozens of ports; the first ones show what can be done with any. */
const MOST_PORTS = 3;
const PAGE_MIB = 2;

/** One thing about the host: whether it is there, what was seen, and what would change that and change it back. */
interface Finding {
  readonly there: boolean;
  readonly seen: string;
  readonly change?: string | undefined;
  /** A command a line. */
  readonly back?: readonly string[];
}

/**
 * What DPDK needs of this host, step by step. Nothing here decides anything: what is missing is said, together with the
 * command that would bring it and the one that takes it back.
 */
export function renderHost(host: HostFacts, pen: Pen): string[] {
  const findings: Finding[] = [dpdk(host, pen), ...hugePages(host, pen), vfio(host, pen), ...ports(host, pen)];
  return [
    ...hang(pen.bold(pen.say(HOST.title)()), pen.columns, ''),
    ...findings.flatMap((finding) => renderFinding(finding, host, pen)),
  ];
}

function renderFinding({ there, seen, change, back = [] }: Finding, { root }: HostFacts, pen: Pen): string[] {
  const mark = there ? pen.good(pen.glyphs.passed) : pen.unsure(pen.glyphs.dot);
  // The lab is seldom on root's path, and says by itself what it needs.
  const sudo = (text: string): string => (root || text.startsWith('lab ') ? text : `sudo ${text}`);
  const command = (label: string, text: string): string[] =>
    hang(`${label} ${pen.accent(pen.foreign(sudo(text)))}`, pen.columns, '      ', '        ');
  return [
    ...hang(pen.foreign(seen), pen.columns, `  ${mark} `),
    ...(change === undefined ? [] : command(pen.say(HOST.change)(), change)),
    ...back.flatMap((text) => command(pen.say(HOST.back)(), text)),
  ];
}

function dpdk({ dpdk: version }: HostFacts, pen: Pen): Finding {
  if (version !== null) return { there: true, seen: `DPDK ${version}` };
  const packages = 'pkg-config libdpdk-dev dpdk';
  return {
    there: false,
    seen: pen.say(HOST.noDpdk)(),
    change: `apt-get install ${packages}`,
    back: [`apt-get remove ${packages}`],
  };
}

function hugePages({ hugePages: pages }: HostFacts, pen: Pen): Finding[] {
  if (!pages) return [{ there: false, seen: pen.say(HOST.noHugePages)() }];
  const fix = { change: 'lab doctor --fix hugepages', back: ['lab doctor --undo hugepages'] };
  if (pages.reserved === 0) {
    return [
      { there: false, seen: pen.say(HOST.noneReserved)(HUGE_PAGES_WANTED, HUGE_PAGES_WANTED * PAGE_MIB), ...fix },
    ];
  }
  const seen = pen.say(HOST.reserved)(pages.reserved, pages.free);
  const taken = { there: pages.free > 0, seen };
  if (pages.mounts.length > 0) {
    const mounted = { there: true, seen: pen.say(HOST.mounted)(pages.mounts.join(', ')) };
    return [pages.free > 0 ? taken : { ...taken, ...fix }, mounted];
  }
  return [taken, { there: false, seen: pen.say(HOST.notMounted)(), ...fix }];
}

function vfio({ vfio: { module, iommuGroups, unsafe } }: HostFacts, pen: Pen): Finding {
  if (module === 'absent') return { there: false, seen: pen.say(HOST.noVfio)() };
  if (unsafe) return { there: false, seen: pen.say(HOST.unsafe)() };
  if (iommuGroups === 0) return { there: false, seen: pen.say(HOST.noIommu)() };
  const seen = pen.say(HOST.iommu)(iommuGroups);
  if (module === 'loaded') return { there: true, seen };
  return { there: false, seen, change: 'modprobe vfio-pci', back: ['modprobe -r vfio-pci'] };
}

function ports(host: HostFacts, pen: Pen): Finding[] {
  const shown = host.ports.slice(0, MOST_PORTS).map((port) => portFinding(port, host, pen));
  const left = host.ports.length - shown.length;
  const usable = host.ports.some(({ standing }) => standing.kind !== 'refused');
  return [
    ...shown,
    ...(left > 0 ? [{ there: false, seen: pen.say(HOST.morePorts)(left) }] : []),
    ...(usable ? [] : [{ there: false, seen: pen.say(HOST.noPorts)() }]),
  ];
}

function portFinding(port: PciPort, host: HostFacts, pen: Pen): Finding {
  const { address, driver, interfaces, groupMates, standing } = port;
  const name = [address, ...interfaces, ...(driver === null ? [] : [`(${driver})`])].join(' ');
  switch (standing.kind) {
    case 'bound':
      // Which driver it had, nobody has written down: the tool lists those that fit.
      return { there: true, seen: pen.say(HOST.bound)(name), back: [`dpdk-devbind.py --bind=DRIVER ${address}`] };
    case 'bifurcated':
      return { there: true, seen: pen.say(HOST.bifurcated)(name) };
    case 'bindable': {
      const seen = groupMates.length === 0 ? HOST.bindable : HOST.bindableTogether;
      const finding = { there: false, seen: pen.say(seen)(name, groupMates.join(', ')) };
      return canBind(host) ? { ...finding, ...binding([address, ...groupMates], host) } : finding;
    }
    case 'refused':
      return { there: false, seen: `${name}: ${pen.say(PORT_REFUSED[standing.why])}` };
  }
}

/** Without vfio-pci, or an IOMMU behind it, there is no command that would do it. */
function canBind({ vfio: { module, iommuGroups, unsafe } }: HostFacts): boolean {
  return module !== 'absent' && (iommuGroups > 0 || unsafe);
}

/** All of them to vfio-pci, and each back to the driver that it has now. */
function binding(addresses: readonly string[], { ports: all }: HostFacts): Pick<Finding, 'change' | 'back'> {
  const drivers = addresses.map((address) => all.find((port) => port.address === address)?.driver ?? null);
  const back = addresses.flatMap((address, index) => {
    const driver = drivers[index] ?? null;
    return driver === null || driver === 'vfio-pci' ? [] : [`dpdk-devbind.py --bind=${driver} ${address}`];
  });
  return { change: `dpdk-devbind.py --bind=vfio-pci ${addresses.join(' ')}`, back };
}

/** What `lab doctor --fix hugepages` and `--undo hugepages` have done. */
export function renderHugePagesChange(change: HugePagesChange, screen: Screen): string {
  const pen = penFor(screen);
  const { reserved, free, mounts } = change;
  const where = mounts.join(', ');
  switch (change.kind) {
    case 'nothing-to-do':
      return hang(pen.say(CHANGED.nothing)(reserved, free, where), pen.columns, '').join('\n');
    case 'done': {
      const lines = [
        pen.say(CHANGED.reserved)(reserved, change.before, reserved * PAGE_MIB),
        ...(change.mounted === null ? [] : [pen.say(CHANGED.mounted)(change.mounted)]),
        `${pen.say(HOST.back)()} ${pen.accent('lab doctor --undo hugepages')}`,
      ];
      return lines.flatMap((line) => hang(line, pen.columns, '')).join('\n');
    }
    case 'restored': {
      const lines = [
        pen.say(CHANGED.restored)(reserved, change.before),
        ...(change.others ? [pen.say(CHANGED.others)()] : []),
        ...(change.stuck === null ? [] : [pen.say(CHANGED.stuck)(change.stuck)]),
      ];
      return lines.flatMap((line) => hang(line, pen.columns, '')).join('\n');
    }
  }
}
