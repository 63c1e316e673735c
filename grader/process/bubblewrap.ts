import { existsSync } from 'node:fs';
import { run } from './run.ts';
import { programArgv } from './sandbox.ts';

/** A bubblewrap that was seen working on this machine, and how. */
export interface Bubblewrap {
  readonly path: string;
  /** True: real root without a user namespace. False: an unprivileged user namespace. */
  readonly privileged: boolean;
  /** `--size` came with bubblewrap 0.7; before it, only the limit on single files holds. */
  readonly sizedTmpfs: boolean;
}

const CANDIDATES = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap'];
/** A sandbox is up in some 10 ms; a machine on which it takes this long is not one to grade on. */
const PROBE_SECONDS = 10;

let found: Promise<Bubblewrap | null> | undefined;

/**
 * The bubblewrap that works here, found out by running a program in it; null where there is none or where namespaces
 * are forbidden. Asked once per process: the answer costs two sandboxes, some 20 ms. `LAB_SANDBOX=off` says no
 * without asking, to see how the lab behaves on a machine without namespaces.
 */
export async function findBubblewrap(): Promise<Bubblewrap | null> {
  found ??= probeAll();
  return await found;
}

async function probeAll(): Promise<Bubblewrap | null> {
  if (process.env['LAB_SANDBOX'] === 'off') return null;
  const path = CANDIDATES.find((candidate) => existsSync(candidate));
  if (path === undefined) return null;
  const help = await run({ argv: [path, '--help'], seconds: PROBE_SECONDS });
  const sizedTmpfs = /^\s*--size /mu.test(help.stdout);
  const ways = process.getuid?.() === 0 ? [true, false] : [false];
  for (const privileged of ways) {
    const bubblewrap = { path, privileged, sizedTmpfs };
    // oxlint-disable-next-line no-await-in-loop -- the second way is only asked for where the first is refused
    if (await works(bubblewrap)) return bubblewrap;
  }
  return null;
}

async function works(bubblewrap: Bubblewrap): Promise<boolean> {
  const argv = programArgv({ program: '/usr/bin/true', memoryMiB: 64, sanitized: false }, bubblewrap);
  const { ending } = await run({ argv, seconds: PROBE_SECONDS });
  return ending.kind === 'exited' && ending.code === 0;
}
