import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Sysfs } from './sysfs.ts';

/** A port of the test's machine. */
export interface FakeCard {
  readonly driver: string;
  readonly interface: string;
  readonly mac: string;
  readonly group: string | null;
}

/**
 * The kernel's part in binding, over a folder: what `unbind`, `driver_override` and `drivers_probe` do, and that an
 * interface is gone while its driver is. There is no vfio-pci where the tests run.
 */
export class FakeKernel implements Sysfs, Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'lab-ports-'));
  readonly writes: string[] = [];
  /** Writes to files whose path contains this are refused, as the kernel would. */
  refuses = '';
  readonly #cards = new Map<string, FakeCard>();

  plug(address: string, card: FakeCard): void {
    this.#cards.set(address, card);
    const at = this.#device(address);
    for (const [name, text] of Object.entries({ class: '0x020000', vendor: '0x8086', device: '0x1572' })) {
      this.#put(join(at, name), `${text}\n`);
    }
    this.#put(join(at, 'driver_override'), '(null)\n');
    if (card.group !== null) symlinkSync(`../../../../kernel/iommu_groups/${card.group}`, join(at, 'iommu_group'));
    for (const driver of [card.driver, 'vfio-pci']) mkdirSync(join(this.root, DRIVERS, driver), { recursive: true });
    this.#attach(address, card.driver);
  }

  routeOver(name: string): void {
    this.#put(
      join(this.root, 'proc/net/route'),
      `Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n${name} 00000000 0100000A 0003 0 0 0 00000000 0 0 0\n`,
    );
  }

  readonly write = (file: string, text: string): void => {
    const path = file.slice(this.root.length + 1);
    this.writes.push(`${path} ${text.trim()}`);
    if (this.refuses !== '' && path.includes(this.refuses)) throw new Error(`EACCES: ${path}`);
    if (!path.startsWith(DRIVERS) && !path.endsWith('drivers_probe')) writeFileSync(file, text);
    if (path.endsWith('/unbind')) this.#detach(text);
    if (path.endsWith('drivers_probe')) this.#probe(text);
  };

  driverOf(address: string): string | null {
    const link = join(this.#device(address), 'driver');
    return existsSync(link) ? basename(readlinkSync(link)) : null;
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #probe(address: string): void {
    const wanted = readFileSync(join(this.#device(address), 'driver_override'), 'utf8').trim();
    const driver = wanted === '' || wanted === '(null)' ? this.#cards.get(address)?.driver : wanted;
    if (this.driverOf(address) === null && driver !== undefined && existsSync(join(this.root, DRIVERS, driver))) {
      this.#attach(address, driver);
    }
  }

  #attach(address: string, driver: string): void {
    const card = this.#cards.get(address);
    symlinkSync(`../../drivers/${driver}`, join(this.#device(address), 'driver'));
    if (driver === card?.driver) {
      this.#put(join(this.#device(address), 'net', card.interface, 'mtu'), '1500\n');
      this.#put(join(this.root, 'sys/class/net', card.interface, 'address'), `${card.mac}\n`);
    } else if (card?.group != null) {
      this.#put(join(this.root, 'dev/vfio', card.group), '');
    }
  }

  #detach(address: string): void {
    const card = this.#cards.get(address);
    rmSync(join(this.#device(address), 'driver'));
    rmSync(join(this.#device(address), 'net'), { recursive: true, force: true });
    if (card) rmSync(join(this.root, 'sys/class/net', card.interface), { recursive: true, force: true });
  }

  #device(address: string): string {
    return join(this.root, 'sys/bus/pci/devices', address);
  }

  #put(file: string, text: string): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const DRIVERS = 'sys/bus/pci/drivers';
