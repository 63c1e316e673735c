import type { PciPort, PortRefusal } from '../../domain/host.ts';
import type { NicPlan } from '../../domain/testbed-plan.ts';

/** Why a port must stay with the kernel, in words. */
const REFUSALS: Readonly<Record<PortRefusal, string>> = {
  'default-route': 'this machine reaches the world through it (the default route)',
  routes: 'a route goes over it: take its address away first (ip addr flush dev …)',
  enslaved: 'a bridge or a bond has it: take it out first (ip link set … nomaster)',
  'no-interface': 'its interface is in another network namespace: something uses it there',
  'no-driver': 'no driver has it, so that there is none that it could be given back to',
  group: 'another port of its IOMMU group is in use, and the group goes as a whole',
};

/** Who asks, since root binds ports itself and everybody else finds them bound. */
export interface Asker {
  readonly root: boolean;
  /** Whether this process may read and write `/dev/vfio/<group>`. */
  readonly mayOpen: (group: string) => boolean;
}

/** Everything that speaks against measuring over these ports, a sentence each; empty where nothing does. */
export function refusalsOf(plan: NicPlan, ports: readonly PciPort[], asker: Asker): string[] {
  const named = plan.cables.flatMap(({ generator, program }) => [generator, program]);
  const twice = named.filter((address, index) => named.indexOf(address) !== index);
  const byAddress = new Map(ports.map((port) => [port.address, port]));
  return [
    ...twice.map((address) => `${address} is named twice: every end of a cable is a port of its own.`),
    ...[...new Set(named)].flatMap((address) => refusalsOfPort(address, byAddress.get(address), named, asker)),
    ...refusalsOfCables(plan, byAddress),
  ];
}

function refusalsOfPort(address: string, port: PciPort | undefined, named: readonly string[], asker: Asker): string[] {
  if (!port) return [`${address} is no network port of this machine (lspci -D -d ::0200).`];
  const { standing, iommuGroup, groupMates } = port;
  if (standing.kind === 'refused') return [`${address}: ${REFUSALS[standing.why]}.`];
  if (standing.kind === 'bifurcated') {
    return [`${address}: DPDK shares it with its kernel driver, ${port.driver ?? ''}, which the lab cannot do yet.`];
  }
  if (iommuGroup === null) {
    return [`${address} has no IOMMU group: without an IOMMU a program could have the card write anywhere in memory.`];
  }
  const strangers = groupMates.filter((mate) => !named.includes(mate));
  if (strangers.length > 0) {
    return [`${address}: ${strangers.join(', ')} of the same IOMMU group would have to go with it.`];
  }
  return refusalsOfAccess(port, iommuGroup, asker);
}

function refusalsOfAccess({ address, standing }: PciPort, group: string, asker: Asker): string[] {
  if (asker.root && standing.kind === 'bound') {
    return [
      `${address} is bound to a driver already, and not by the lab: give it back first (dpdk-devbind.py --bind).`,
    ];
  }
  if (!asker.root && standing.kind !== 'bound') {
    return [
      `${address} has to be bound to vfio-pci, which takes root: sudo dpdk-devbind.py --bind=vfio-pci ${address}`,
    ];
  }
  if (!asker.root && !asker.mayOpen(group)) {
    return [`${address}: you may not open /dev/vfio/${group} (sudo chown $USER /dev/vfio/${group}).`];
  }
  return [];
}

function refusalsOfCables({ cables }: NicPlan, byAddress: ReadonlyMap<string, PciPort>): string[] {
  const groupOf = (address: string): string | null => byAddress.get(address)?.iommuGroup ?? null;
  const generatorGroups = new Set(cables.map(({ generator }) => groupOf(generator)));
  const shared = cables.filter(({ program }) => groupOf(program) !== null && generatorGroups.has(groupOf(program)));
  const unknown = cables.filter(({ program, mac }) => byAddress.get(program)?.standing.kind === 'bound' && !mac);
  return [
    ...shared.map(
      ({ program }) =>
        `${program} is in one IOMMU group with a port of the generator: only one process can have a group.`,
    ),
    ...unknown.map(({ program }) => `${program} is bound already, so that its "mac" has to be given beside it.`),
    ...(inOrder(cables.map(({ program }) => program)) && inOrder(cables.map(({ generator }) => generator))
      ? []
      : ['DPDK numbers ports by their addresses: name the cables so that both columns rise, and plug them so.']),
  ];
}

function inOrder(addresses: readonly string[]): boolean {
  return addresses.every((address, index) => index === 0 || (addresses[index - 1] ?? '') < address);
}
