import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import { readRecords, writeRecords, type PortRecord } from './records.ts';
import { KERNEL, type Sysfs } from './sysfs.ts';

/** The driver that hands a device to a program, behind an IOMMU (Documentation/driver-api/vfio.rst). */
const VFIO = 'vfio-pci';

/** `driver_override` says which driver may have a device; an empty line takes that back (sysfs-bus-pci). */
const NO_OVERRIDE = '\n';

/**
 * Hands ports over to vfio-pci, each recorded before it is touched. What cannot be bound ends in a `UserError`, with
 * everything given back.
 */
export function bindPorts(addresses: readonly string[], owner: number, sysfs: Sysfs = KERNEL): void {
  try {
    for (const address of addresses) bind(address, owner, sysfs);
  } catch (error) {
    restorePorts((record) => record.owner === owner, sysfs);
    throw error;
  }
}

function bind(address: string, owner: number, sysfs: Sysfs): void {
  const at = deviceFolder(address, sysfs);
  const driver = driverOf(address, sysfs);
  if (driver === null) throw new UserError('unbound-port', `no driver has ${address}`, 'dpdk-devbind.py --status');
  const override = readFileSync(join(at, 'driver_override'), 'utf8').trim();
  const before: PortRecord = { address, driver, override: override === '(null)' ? '' : override, owner };
  writeRecords(sysfs.root, [...readRecords(sysfs.root).filter((one) => one.address !== address), before]);
  change(address, VFIO, sysfs);
  const now = driverOf(address, sysfs);
  if (now === VFIO) return;
  const who = now ?? 'no driver';
  throw new UserError('not-bound', `${address} went to ${who} and not to ${VFIO}`, 'modprobe vfio-pci; dmesg says why');
}

/** What became of the ports that were to be given back. */
export interface Restored {
  readonly given: readonly PortRecord[];
  /** Still as they were, and still on record, with what the kernel said. */
  readonly failed: readonly { readonly record: PortRecord; readonly why: string }[];
}

/** Gives ports back to the drivers that had them. What fails stays on record. */
export function restorePorts(which: (record: PortRecord) => boolean, sysfs: Sysfs = KERNEL): Restored {
  const given: PortRecord[] = [];
  const failed: { record: PortRecord; why: string }[] = [];
  for (const record of readRecords(sysfs.root).filter(which).toReversed()) {
    const why = restore(record, sysfs);
    if (why === null) given.push(record);
    else failed.push({ record, why });
  }
  const done = new Set(given.map(({ address }) => address));
  if (done.size > 0) {
    writeRecords(
      sysfs.root,
      readRecords(sysfs.root).filter(({ address }) => !done.has(address)),
    );
  }
  return { given, failed };
}

/** Those whose process is gone: a run that was killed. */
export function restoreAbandonedPorts(sysfs: Sysfs = KERNEL): Restored {
  return restorePorts(({ owner }) => !existsSync(join(sysfs.root, 'proc', String(owner))), sysfs);
}

/** Null when the old driver has it again, or the device itself is gone. */
function restore({ address, driver, override }: PortRecord, sysfs: Sysfs): string | null {
  if (!existsSync(deviceFolder(address, sysfs))) return null;
  try {
    // By name first: another driver may want it as well. Then what was said before.
    change(address, driver, sysfs);
    sysfs.write(join(deviceFolder(address, sysfs), 'driver_override'), override === '' ? NO_OVERRIDE : override);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const now = driverOf(address, sysfs);
  return now === driver ? null : `${now ?? 'no driver'} has it`;
}

/** Takes a device from the driver that has it, and lets the bus find the one that may have it now. */
function change(address: string, driver: string, sysfs: Sysfs): void {
  const bus = join(sysfs.root, 'sys/bus/pci');
  sysfs.write(join(deviceFolder(address, sysfs), 'driver_override'), driver);
  const holder = driverOf(address, sysfs);
  if (holder === driver) return;
  if (holder !== null) sysfs.write(join(bus, 'drivers', holder, 'unbind'), address);
  sysfs.write(join(bus, 'drivers_probe'), address);
}

function deviceFolder(address: string, sysfs: Sysfs): string {
  return join(sysfs.root, 'sys/bus/pci/devices', address);
}

function driverOf(address: string, sysfs: Sysfs): string | null {
  try {
    return basename(readlinkSync(join(deviceFolder(address, sysfs), 'driver')));
  } catch {
    return null; // no link: no driver has it
  }
}
