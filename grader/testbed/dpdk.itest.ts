import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Exercise } from '../domain/exercise.ts';
import { sandboxKind } from '../process/process.ts';
import { openTestbed, WIRE_FOLDER } from './testbed.ts';

const exercise = { testbed: 'dpdk', packages: ['libdpdk'] } as unknown as Exercise;
const programs = { learner: '/usr/bin/true', reference: '/usr/bin/true', naive: '/usr/bin/false' };

const sandbox = (await sandboxKind()) === 'bubblewrap';

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

describe('its ports', () => {
  it('are packet sockets on cables that the generator lays, and the program may open nothing else', async () => {
    const plan = { schema: 1, device: 'veth-packet' } as const;
    await using testbed = await openTestbed({ exercise, programs, cpus: [0, 1], plan });
    const command = testbed.argv.learner.join(' ');
    expect(command).toContain('--cables 2 --device net_af_packet0,iface=lab-g0,');
    expect(command).toContain('LAB_DEVICES=net_af_packet0,iface=lab-d0,');
    expect(command).toContain('--packet-sockets');
    expect(command).not.toContain('memif');
    const added = testbed.argv.learner.filter((_, at, all) => all[at - 1] === '--cap-add');
    // Two for lab-launch, which gives them up.
    expect(added).toEqual(sandbox ? ['CAP_SETUID', 'CAP_SETGID', 'CAP_NET_RAW'] : []);
  });

  it('are AF_XDP sockets outside of any sandbox, since no sandbox can let a program load XDP', async () => {
    const plan = { schema: 1, device: 'veth-xdp' } as const;
    await using testbed = await openTestbed({ exercise, programs, cpus: [0, 1], plan });
    const { learner } = testbed.argv;
    expect(learner.slice(learner.lastIndexOf('--'))).toEqual(['--', programs.learner]);
    expect(learner.join(' ')).toContain('LAB_DEVICES=net_af_xdp0,iface=lab-d0 net_af_xdp1,iface=lab-d1');
  });

  it('are cards as far as there are cables, and memif for the rest', async () => {
    const cables = [{ generator: '0000:01:00.0', program: '0000:02:00.0' }];
    const plan = { schema: 1, device: 'nic', cpus: { generator: 0, program: 1 }, cables } as const;
    const macs = ['3c:fd:fe:00:00:02'];
    const request = { exercise, programs, cpus: [0, 1], plan: { ...plan, cables }, macs };
    await using testbed = await openTestbed(request);
    const command = testbed.argv.learner.join(' ');
    expect(command).toContain('--allow 0000:01:00.0 --dut-mac 3c:fd:fe:00:00:02 --device net_memif1,role=server');
    expect(command).toContain('LAB_DEVICES=0000:02:00.0 net_memif1,role=client');
    expect(command).toContain('prlimit --memlock=unlimited');
    expect(command.includes('--dev-bind /dev/vfio /dev/vfio')).toBe(sandbox);
  });
});
