import { accessSync, chownSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bug, UserError } from '../../domain/errors.ts';
import type { PciPort } from '../../domain/host.ts';
import type { NicPlan } from '../../domain/testbed-plan.ts';
import { readPciPorts } from '../pci.ts';
import { bindPorts, restorePorts } from './binding.ts';
import { refusalsOf } from './nic-plan.ts';
import { KERNEL, type Sysfs } from './sysfs.ts';

/** Who a program is in the sandbox that root makes. */
const NOBODY = 65534;

/** Ports that a testbed has for itself, until it is disposed of. */
export interface Nics extends Disposable {
  /** Ethernet addresses of the program's ports, in their order. */
  readonly macs: readonly string[];
}

/** What a testbed's taking of ports depends on, so that tests can be the kernel, and somebody else. */
export interface NicOptions {
  readonly sysfs?: Sysfs;
  readonly root?: boolean;
}

/**
 * Takes the ports that the plan names: refuses what must not be touched, and as root binds them to vfio-pci, each
 * recorded first. Throws `UserError` with every reason.
 */
export function openNics(plan: NicPlan, { sysfs = KERNEL, root = process.getuid?.() === 0 }: NicOptions = {}): Nics {
  const ports = readPciPorts(sysfs.root);
  const reasons = refusalsOf(plan, ports, { root, mayOpen: (group) => mayOpen(join(sysfs.root, 'dev/vfio', group)) });
  if (reasons.length > 0) {
    const all = reasons.map((reason) => `  ${reason}`).join('\n');
    throw new UserError('refused-ports', `these ports cannot be measured over:\n${all}`, 'docs/testbeds.md');
  }
  const macs = plan.cables.map(({ program, mac }) => mac ?? macOf(portOf(program, ports), sysfs.root));
  const giveBack = (): void => {
    if (root) restorePorts(({ owner }) => owner === process.pid, sysfs);
  };
  try {
    if (root) take(plan, ports, sysfs);
  } catch (error) {
    giveBack();
    throw error;
  }
  return { macs, [Symbol.dispose]: giveBack };
}

function take({ cables }: NicPlan, ports: readonly PciPort[], sysfs: Sysfs): void {
  bindPorts(
    cables.flatMap(({ generator, program }) => [generator, program]),
    process.pid,
    sysfs,
  );
  // The file of a group comes and goes with the binding, so that there is nothing to undo about it.
  for (const { program } of cables) {
    chownSync(join(sysfs.root, 'dev/vfio', portOf(program, ports).iommuGroup ?? ''), NOBODY, NOBODY);
  }
}

function portOf(address: string, ports: readonly PciPort[]): PciPort {
  const port = ports.find((one) => one.address === address);
  if (!port) throw new Bug(`${address} was not refused, and is no port`);
  return port;
}

function macOf({ interfaces, address }: PciPort, root: string): string {
  const [name] = interfaces;
  if (name === undefined) throw new Bug(`${address} was not refused, and has no interface`);
  return readFileSync(join(root, 'sys/class/net', name, 'address'), 'utf8').trim();
}

function mayOpen(file: string): boolean {
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
