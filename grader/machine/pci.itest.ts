import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PciPort } from '../domain/host.ts';
import { readPciPorts } from './pci.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lab-pci-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** A link whose target's last part is what matters: the kernel's point into other trees. */
function link(file: string, target: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  symlinkSync(target, join(root, file));
}

interface Card {
  readonly class?: string;
  readonly driver?: string;
  readonly group?: string;
  readonly interface?: string;
  readonly virtio?: string;
}

function plug(address: string, card: Card): void {
  const at = `sys/bus/pci/devices/${address}`;
  write(`${at}/class`, `${card.class ?? '0x020000'}\n`);
  write(`${at}/vendor`, '0x8086\n');
  write(`${at}/device`, '0x1572\n');
  if (card.driver !== undefined) link(`${at}/driver`, `../../../../bus/pci/drivers/${card.driver}`);
  if (card.group !== undefined) link(`${at}/iommu_group`, `../../../../kernel/iommu_groups/${card.group}`);
  if (card.interface === undefined) return;
  write(`${at}/${card.virtio === undefined ? '' : `${card.virtio}/`}net/${card.interface}/mtu`, '1500\n');
  mkdirSync(join(root, 'sys/class/net', card.interface), { recursive: true });
}

const ROUTE_HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
const defaultOver = (name: string): string => `${name}\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n`;
const subnetOver = (name: string): string => `${name}\t0000000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n`;

function routes(...lines: string[]): void {
  write('proc/net/route', ROUTE_HEAD + lines.join(''));
}

function told({ standing }: PciPort): string {
  return standing.kind === 'refused' ? standing.why : standing.kind;
}

function standings(): Record<string, string> {
  return Object.fromEntries(readPciPorts(root).map((port) => [port.address, told(port)]));
}

describe('ports on the PCI bus', () => {
  it('are the network controllers alone, with what the kernel says of them', () => {
    plug('0000:00:1f.2', { class: '0x010601', driver: 'ahci' });
    plug('0000:03:00.0', { driver: 'ixgbe', interface: 'eth1', group: '14' });
    expect(readPciPorts(root)).toEqual([
      {
        address: '0000:03:00.0',
        id: '8086:1572',
        driver: 'ixgbe',
        interfaces: ['eth1'],
        iommuGroup: '14',
        groupMates: [],
        standing: { kind: 'bindable' },
      },
    ]);
  });

  it('are none where there is no such bus', () => {
    expect(readPciPorts(root)).toEqual([]);
  });

  it('are told apart by who holds them', () => {
    plug('0000:03:00.0', { driver: 'vfio-pci' });
    plug('0000:03:00.1', { driver: 'mlx5_core', interface: 'eth2' });
    plug('0000:03:00.2', {});
    plug('0000:03:00.3', { driver: 'ixgbe' });
    expect(standings()).toEqual({
      '0000:03:00.0': 'bound',
      '0000:03:00.1': 'bifurcated',
      '0000:03:00.2': 'no-driver',
      '0000:03:00.3': 'no-interface',
    });
  });
});

describe('a port that people come in by', () => {
  it('is refused, with virtio between it and its interface too', () => {
    plug('0000:00:03.0', { driver: 'virtio-pci', interface: 'eth0', virtio: 'virtio2' });
    routes(defaultOver('eth0'), subnetOver('eth0'));
    expect(standings()).toEqual({ '0000:00:03.0': 'default-route' });
  });

  it('is found below bridges, bonds and VLANs', () => {
    plug('0000:03:00.0', { driver: 'ixgbe', interface: 'eth0' });
    plug('0000:03:00.1', { driver: 'ixgbe', interface: 'eth1' });
    plug('0000:03:00.2', { driver: 'ixgbe', interface: 'eth2' });
    link('sys/class/net/br0/lower_bond0.7', '../bond0.7');
    link('sys/class/net/bond0.7/lower_bond0', '../bond0');
    link('sys/class/net/bond0/lower_eth0', '../eth0');
    link('sys/class/net/bond0/lower_eth1', '../eth1');
    routes(defaultOver('br0'));
    expect(standings()).toEqual({
      '0000:03:00.0': 'default-route',
      '0000:03:00.1': 'default-route',
      '0000:03:00.2': 'bindable',
    });
  });

  it('is refused where the default route is of IPv6 alone', () => {
    plug('0000:03:00.0', { driver: 'ixgbe', interface: 'eth0' });
    const zeros = '0'.repeat(32);
    const gateway = 'fe80000000000000000000000000cafe';
    write('proc/net/ipv6_route', `${zeros} 00 ${zeros} 00 ${gateway} 00000400 00000002 00000000 00000003     eth0\n`);
    expect(standings()).toEqual({ '0000:03:00.0': 'default-route' });
  });

  it('is refused where any other route goes over it, or where a bridge has it', () => {
    plug('0000:03:00.0', { driver: 'ixgbe', interface: 'eth0' });
    plug('0000:03:00.1', { driver: 'ixgbe', interface: 'eth1' });
    routes(subnetOver('eth0'));
    link('sys/class/net/eth1/master', '../br0');
    expect(standings()).toEqual({ '0000:03:00.0': 'routes', '0000:03:00.1': 'enslaved' });
  });

  it('is not one that only has what every interface has', () => {
    plug('0000:03:00.0', { driver: 'ixgbe', interface: 'eth0' });
    const zeros = '0'.repeat(32);
    const rest = '00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0';
    const linkLocal = `fe800000000000000000000000000000 40 ${zeros} ${rest}\n`;
    const multicast = `ff000000000000000000000000000000 08 ${zeros} ${rest}\n`;
    const nowhere = `${zeros} 00 ${zeros} 00 ${zeros} ffffffff 00000001 00000000 00200200       eth0\n`;
    write('proc/net/ipv6_route', linkLocal + multicast + nowhere);
    expect(standings()).toEqual({ '0000:03:00.0': 'bindable' });
  });
});

describe('an IOMMU group', () => {
  it('stays together: what must not be taken keeps its mates', () => {
    plug('0000:03:00.0', { driver: 'ixgbe', interface: 'eth0', group: '7' });
    plug('0000:03:00.1', { driver: 'ixgbe', interface: 'eth1', group: '7' });
    plug('0000:04:00.0', { driver: 'ixgbe', interface: 'eth2', group: '8' });
    plug('0000:04:00.1', { class: '0x010601', driver: 'ahci', group: '8' });
    routes(defaultOver('eth0'));
    expect(standings()).toEqual({
      '0000:03:00.0': 'default-route',
      '0000:03:00.1': 'group',
      '0000:04:00.0': 'group',
    });
  });

  it('names those that have to go together, and leaves bridges out', () => {
    plug('0000:00:1c.0', { class: '0x060400', driver: 'pcieport', group: '7' });
    plug('0000:03:00.0', { driver: 'ixgbe', interface: 'eth0', group: '7' });
    plug('0000:03:00.1', { group: '7' });
    expect(readPciPorts(root).map(({ groupMates }) => groupMates)).toEqual([['0000:03:00.1'], ['0000:03:00.0']]);
    expect(standings()).toEqual({ '0000:03:00.0': 'bindable', '0000:03:00.1': 'no-driver' });
  });
});
