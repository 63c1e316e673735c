import { nativeProgram } from '../../native/native.ts';
import { run, sandboxed } from '../process/process.ts';

/** A wire is made in some 10 ms, and a sandbox in 20. */
const PROBE_SECONDS = 10;

/** What this machine makes a wire of, as `lab-netload --probe` found out by making one. */
interface WireFacts {
  readonly device: 'veth' | 'loopback';
  /** Made as root, or in a user namespace of one's own. */
  readonly privilege: 'root' | 'user';
  /** Why it is not the better device; empty where it is. */
  readonly fallback: string;
}

let found: Promise<WireFacts | { readonly refused: string }> | undefined;

/** Asked once a process: the answer is a wire that was made, and a program that ran in a sandbox on its far side. */
export async function findWire(): Promise<WireFacts | { readonly refused: string }> {
  found ??= probeWire();
  return await found;
}

async function probeWire(): Promise<WireFacts | { readonly refused: string }> {
  const command = await sandboxed({ program: '/usr/bin/true', memoryMiB: 64, sanitized: false, network: 'starters' });
  const argv = [nativeProgram('lab-netload'), '--probe', '--', ...command];
  const { ending, stdout, stderr } = await run({ argv, seconds: PROBE_SECONDS });
  if (ending.kind === 'exited' && ending.code === 0) return JSON.parse(stdout) as WireFacts;
  return { refused: stderr.trim().replace(/^lab-netload: /u, '') || `lab-netload ended with ${ending.kind}` };
}
