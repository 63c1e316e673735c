import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { RECEIPT_SCHEMA, type Receipt } from '../domain/receipt.ts';
import { ROUNDS_SCHEMA, type Block, type Rounds } from '../domain/rounds.ts';

/** A receipt as a grade writes it; what a test is about is given. */
export function receiptOf(about: Partial<Receipt> = {}): Receipt {
  return {
    schema: RECEIPT_SCHEMA,
    exercise: 'basics/count',
    verdict: 'incorrect',
    reason: 'check-failed',
    detail: 'answer',
    checks: [
      { name: 'answer', profile: 'address', status: 'failed', story: ['count(4) -> 0'], moments: [], seconds: 0.1 },
    ],
    advice: [],
    counts: [],
    metrics: [],
    machine: {
      cpu: 'a CPU',
      cores: 2,
      virtual: true,
      kernel: '6.1',
      compiler: 'g++',
      cpus: [0, 1],
      sandbox: 'limits-only',
    },
    noise: null,
    stored: false,
    evidence: null,
    seconds: 1.5,
    ...about,
  };
}

/** Rounds with that many blocks, without slices: as much as a ledger looks at. */
export function roundsOf(blocks: number, exercise = 'basics/count'): Rounds {
  return {
    schema: ROUNDS_SCHEMA,
    exercise,
    seed: '00ff',
    alphaPass: 0.01,
    alphaFail: 0.01,
    metrics: [],
    blocks: Array.from({ length: blocks }, (_, index): Block => ({
      index,
      startedNs: 0,
      pads: {},
      workloads: [],
      noise: QUIET,
    })),
  };
}

const QUIET: Block['noise'] = {
  wallNs: 0,
  stealNs: 0,
  runDelayNs: 0,
  interrupts: 0,
  softirqs: 0,
  involuntarySwitches: 0,
  voluntarySwitches: 0,
};

/** The `UserError` that an action throws; anything else, or nothing, fails the test. */
export function refusal(action: () => unknown): UserError {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

/** A file system of its own that is soon full. Unmounted when it is disposed of. */
export interface TinyDisk extends Disposable {
  readonly folder: string;
}

/** Why tests with a full disk are skipped where they are. */
export const NEEDS_MOUNT = 'needs root and mount(2) for a file system that is full';

/** Null where mounting is not allowed: most users, most containers. */
export function mountTinyDisk(kib: number): TinyDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'lab-tiny-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${String(kib)}k`, 'none', folder], {
    stdio: 'ignore',
  });
  if (status !== 0) {
    rmSync(folder, { recursive: true });
    return null;
  }
  return {
    folder,
    [Symbol.dispose]() {
      spawnSync('umount', [folder], { stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
