import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../domain/errors.ts';
import { readTestbedFile } from './testbed-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-testbed-file-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function read(content: unknown): ReturnType<typeof readTestbedFile> {
  const file = join(folder, 'testbed.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readTestbedFile(file);
}

function faultsOf(content: unknown): string {
  try {
    read(content);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return '';
}

describe('testbed.json', () => {
  it('may be no more than a device', () => {
    expect(read({ schema: 1, device: 'veth-packet' })).toEqual({ schema: 1, device: 'veth-packet' });
  });

  it('names the cables between network ports, and the CPUs', () => {
    const whole = {
      schema: 1,
      device: 'nic',
      cpus: { generator: 2, program: 3 },
      cables: [{ generator: '0000:01:00.0', program: '0000:02:00.0' }],
    };
    expect(read(whole)).toEqual(whole);
  });

  it('is told everything that is wrong in it at once', () => {
    const cables = [{ generator: '1:0', program: '0000:02:00.0', mac: 'x' }];
    const faults = faultsOf({ schema: 1, device: 'nic', cpus: { generator: 2, program: 2 }, cables, speed: 1 });
    expect(faults).toContain('cpus: generator and program need a CPU each');
    expect(faults).toContain('cables[0].generator: a PCI address, such as 0000:01:00.0');
    expect(faults).toContain('cables[0].mac: an Ethernet address');
    expect(faults).toContain('speed: nothing of that name');
  });

  it('has one of the devices that there are, and their settings only', () => {
    expect(faultsOf({ schema: 1, device: 'wifi' })).toContain('one of memif, veth-packet, veth-xdp, nic');
    expect(faultsOf({ schema: 1, device: 'memif', cables: [] })).toContain('cables: nothing of that name');
  });

  it('is a file of JSON that can be read', () => {
    expect(faultsOf('{ "schema": 1,')).toContain('is not JSON');
    expect(() => readTestbedFile(join(folder, 'none.json'))).toThrow('cannot be read (ENOENT)');
  });
});
