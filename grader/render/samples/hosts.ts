import type { HostFacts, PciPort } from '../../domain/host.ts';

export function portOf(over: Partial<PciPort>): PciPort {
  return {
    address: '0000:05:00.0',
    id: '8086:1572',
    driver: 'i40e',
    interfaces: ['enp5s0f0'],
    iommuGroup: '14',
    groupMates: [],
    standing: { kind: 'bindable' },
    ...over,
  };
}

/** A server with everything, and a container with nothing. */
export const HOSTS: readonly [HostFacts, HostFacts] = [
  {
    root: true,
    dpdk: '24.11.1',
    hugePages: { reserved: 512, free: 384, mounts: ['/dev/hugepages'] },
    vfio: { module: 'available', iommuGroups: 47, unsafe: false },
    ports: [
      portOf({ address: '0000:03:00.0', interfaces: ['eno1'], standing: { kind: 'refused', why: 'default-route' } }),
      portOf({ groupMates: ['0000:05:00.1'] }),
      portOf({ address: '0000:05:00.1', interfaces: ['enp5s0f1'], groupMates: ['0000:05:00.0'] }),
      portOf({ address: '0000:06:00.0', driver: 'vfio-pci', interfaces: [], standing: { kind: 'bound' } }),
      portOf({ address: '0000:07:00.0', driver: 'mlx5_core', standing: { kind: 'bifurcated' } }),
    ],
  },
  {
    root: false,
    dpdk: null,
    hugePages: { reserved: 64, free: 0, mounts: [] },
    vfio: { module: 'absent', iommuGroups: 0, unsafe: false },
    ports: [],
  },
];
