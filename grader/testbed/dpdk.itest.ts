import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Exercise } from '../domain/exercise.ts';
import { openTestbed, WIRE_FOLDER } from './testbed.ts';

const exercise = { testbed: 'dpdk', packages: ['libdpdk'] } as unknown as Exercise;
const programs = { learner: '/usr/bin/true', reference: '/usr/bin/true', naive: '/usr/bin/false' };

const foldersOfOurs = (): string[] =>
  readdirSync(tmpdir()).filter((name) => WIRE_FOLDER.exec(name)?.groups?.['process'] === String(process.pid));

describe('the testbed dpdk', () => {
  it('gives every arm a wire of its own, and removes them all', async () => {
    const before = foldersOfOurs();
    {
      await using testbed = await openTestbed({ exercise, programs, cpus: [0, 1] });
      const folder = foldersOfOurs().find((name) => !before.includes(name));
      expect(readdirSync(join(tmpdir(), folder ?? '')).toSorted()).toEqual(['learner', 'naive', 'reference']);
      expect(testbed.driven).toBe(true);
    }
    expect(foldersOfOurs()).toEqual(before);
  });

  it('runs the generator outside of the sandbox, and the program inside', async () => {
    await using testbed = await openTestbed({ exercise, programs, cpus: [2, 5] });
    const argv = testbed.argv.learner;
    const border = argv.lastIndexOf('--', argv.lastIndexOf('--') - 1);
    const generator = argv.slice(0, argv.indexOf('--', 2));
    expect(generator.join(' ')).toContain('lab-trafficgen drive --cpu 2 --dut-cpu 5');
    expect(generator.filter((word) => word.startsWith('net_memif'))).toHaveLength(2);
    expect(argv.slice(border).join(' ')).not.toContain('lab-trafficgen');
  });

  it('shows a program its own wire and nobody else’s', async () => {
    await using testbed = await openTestbed({ exercise, programs, cpus: [0, 1] });
    const command = testbed.argv.learner.join(' ');
    expect(command).toContain('/learner');
    expect(command).not.toContain('/reference');
    expect(command).not.toContain('/naive');
  });

  it('leaves no folder when the process goes on without using it', async () => {
    const testbed = await openTestbed({ exercise, programs, cpus: [0, 1] });
    const folders = foldersOfOurs();
    await testbed[Symbol.asyncDispose]();
    for (const name of folders) expect(existsSync(join(tmpdir(), name))).toBe(false);
  });
});
