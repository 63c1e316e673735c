import { nativeProgram } from '../../native/native.ts';
import { run, sandboxed, sandboxKind } from '../process/process.ts';
import type { Probe } from './probe.ts';

/** Cables are laid in some 10 ms, and the kernel looks at its links once a second at the least. */
const PROBE_SECONDS = 10;

const FIX =
  'As root outside of a container, or: sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0';

let found: Promise<Probe> | undefined;

/**
 * Whether veth pairs can be laid here, and a program on their far side be given the right to packet sockets there and
 * nothing else. Asked once a process, by doing it.
 */
export async function findCables(): Promise<Probe> {
  found ??= layCables();
  return await found;
}

async function layCables(): Promise<Probe> {
  if ((await sandboxKind()) !== 'bubblewrap') {
    // Without a sandbox the program would be root over the network that the generator has, too.
    const why = 'A program gets packet sockets in a sandbox only, and none can be made here.';
    return { ok: false, why, fix: 'apt-get install bubblewrap' };
  }
  const packets = { network: 'starters', packetSockets: true } as const;
  const command = await sandboxed({ program: '/usr/bin/true', memoryMiB: 64, sanitized: false, ...packets });
  const argv = [nativeProgram('lab-trafficgen'), 'cables', '--', ...command];
  const { ending, stderr } = await run({ argv, seconds: PROBE_SECONDS });
  if (ending.kind === 'exited' && ending.code === 0) return { ok: true, why: 'cables of veth were laid', fix: '' };
  const why =
    stderr
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^lab-trafficgen: /u, '') ?? '';
  return { ok: false, why: `No cables of veth can be laid here: ${why || ending.kind}.`, fix: FIX };
}
