import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../domain/errors.ts';
import type { NicPlan } from '../../domain/testbed-plan.ts';
import { restoreAbandonedPorts } from './binding.ts';
import { FakeKernel } from './fake-kernel.ts';
import { openNics } from './nics.ts';

const GENERATOR = '0000:01:00.0';
const PROGRAM = '0000:02:00.0';
const WAY_IN = '0000:03:00.0';
const MAC = '3c:fd:fe:00:00:02';

let kernel: FakeKernel;
beforeEach(() => {
  kernel = new FakeKernel();
  kernel.plug(GENERATOR, { driver: 'i40e', interface: 'eth1', mac: '3c:fd:fe:00:00:01', group: '11' });
  kernel.plug(PROGRAM, { driver: 'igc', interface: 'eth2', mac: MAC, group: '12' });
  kernel.plug(WAY_IN, { driver: 'igc', interface: 'eth0', mac: '3c:fd:fe:00:00:03', group: '13' });
  kernel.routeOver('eth0');
});
afterEach(() => {
  kernel[Symbol.dispose]();
});

function plan(cables: NicPlan['cables'] = [{ generator: GENERATOR, program: PROGRAM }]): NicPlan {
  return { schema: 1, device: 'nic', cpus: { generator: 0, program: 1 }, cables };
}

const open = (wanted: NicPlan, root = true): ReturnType<typeof openNics> => openNics(wanted, { sysfs: kernel, root });

function reasonsFor(wanted: NicPlan, root = true): string {
  try {
    using _nics = open(wanted, root);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return '';
}

const record = (): string => join(kernel.root, 'run/lab/drivers.json');

describe('taking network ports', () => {
  it('binds both ends to vfio-pci, and gives them back to the drivers that had them', () => {
    {
      using nics = open(plan());
      expect(nics.macs).toEqual([MAC]);
      expect([GENERATOR, PROGRAM, WAY_IN].map((port) => kernel.driverOf(port))).toEqual([
        'vfio-pci',
        'vfio-pci',
        'igc',
      ]);
      expect(existsSync(record())).toBe(true);
    }
    expect([GENERATOR, PROGRAM].map((port) => kernel.driverOf(port))).toEqual(['i40e', 'igc']);
    expect(readFileSync(join(kernel.root, 'sys/bus/pci/devices', PROGRAM, 'driver_override'), 'utf8').trim()).toBe('');
    expect(existsSync(record())).toBe(false);
  });

  it('writes down what it changes before it changes it', () => {
    kernel.refuses = `${PROGRAM}/driver_override`;
    expect(() => open(plan())).toThrow('EACCES');
    // The first was bound and given back. The second is on record until it is seen to be as it was.
    expect(kernel.driverOf(GENERATOR)).toBe('i40e');
    expect(readFileSync(record(), 'utf8')).toContain(PROGRAM);
    kernel.refuses = '';
    restoreAbandonedPorts(kernel);
    expect(existsSync(record())).toBe(false);
  });

  it('says so where vfio-pci does not take a port, and gives everything back', () => {
    rmSync(join(kernel.root, 'sys/bus/pci/drivers/vfio-pci'), { recursive: true });
    expect(reasonsFor(plan())).toContain('went to no driver and not to vfio-pci');
    expect(kernel.driverOf(GENERATOR)).toBe('i40e');
    expect(existsSync(record())).toBe(false);
  });

  it('after a run that was killed, lab clean gives the ports back; those of a run that lives it leaves alone', () => {
    open(plan()); // never disposed of
    mkdirSync(join(kernel.root, 'proc', String(process.pid)), { recursive: true });
    expect(restoreAbandonedPorts(kernel).given).toEqual([]);
    rmSync(join(kernel.root, 'proc', String(process.pid)), { recursive: true });
    const { given, failed } = restoreAbandonedPorts(kernel);
    expect(given.map(({ address, driver }) => `${address} ${driver}`)).toEqual([`${PROGRAM} igc`, `${GENERATOR} i40e`]);
    expect(failed).toEqual([]);
    expect([GENERATOR, PROGRAM].map((port) => kernel.driverOf(port))).toEqual(['i40e', 'igc']);
  });

  it('keeps on record what could not be given back', () => {
    open(plan());
    kernel.refuses = 'drivers/vfio-pci/unbind';
    const { given, failed } = restoreAbandonedPorts(kernel);
    expect(given).toEqual([]);
    expect(failed.map(({ record: { address } }) => address)).toEqual([PROGRAM, GENERATOR]);
    expect(readFileSync(record(), 'utf8')).toContain('i40e');
    kernel.refuses = '';
    expect(restoreAbandonedPorts(kernel).given).toHaveLength(2);
  });
});

describe('ports that are not taken', () => {
  it('the one that carries the default route, whatever testbed.json says', () => {
    expect(reasonsFor(plan([{ generator: GENERATOR, program: WAY_IN }]))).toContain('(the default route)');
    expect(kernel.writes).toEqual([]);
  });

  it('all reasons are told at once, and nothing is touched', () => {
    const wanted = plan([
      { generator: '0000:09:00.0', program: WAY_IN },
      { generator: GENERATOR, program: GENERATOR },
    ]);
    const reasons = reasonsFor(wanted);
    expect(reasons).toContain('0000:09:00.0 is no network port of this machine');
    expect(reasons).toContain('the default route');
    expect(reasons).toContain(`${GENERATOR} is named twice`);
    expect(reasons).toContain('both columns rise');
    expect(kernel.writes).toEqual([]);
  });

  it('those without an IOMMU, through which a program could have the card write anywhere', () => {
    kernel.plug('0000:04:00.0', { driver: 'igc', interface: 'eth4', mac: MAC, group: null });
    expect(reasonsFor(plan([{ generator: GENERATOR, program: '0000:04:00.0' }]))).toContain('no IOMMU group');
  });

  it('those that share a group with the other end', () => {
    kernel.plug('0000:01:00.1', { driver: 'i40e', interface: 'eth5', mac: MAC, group: '11' });
    const reasons = reasonsFor(plan([{ generator: GENERATOR, program: '0000:01:00.1' }]));
    expect(reasons).toContain('only one process can have a group');
  });

  it('those that somebody who is not root has not been given', () => {
    expect(reasonsFor(plan(), false)).toContain('takes root');
  });
});
