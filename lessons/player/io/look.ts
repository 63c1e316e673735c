import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planCpus } from '../../../grader/machine/machine.ts';
import { run } from '../../../grader/process/process.ts';
import { findCompiler } from '../../../grader/toolchain/toolchain.ts';
import type { Detector } from '../../book/book.ts';
import type { Detected } from '../detect.ts';

const SYS = '/sys/devices/system/cpu';
const HUGE_2M = '/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages';
/** `rmem-max-16m`: enough for some ten thousand packets that arrive while the program is elsewhere. */
const RMEM_BYTES = 16 * 1024 * 1024;
const PKG_CONFIG_SECONDS = 5;

/** Looks whether a step is done on this machine. Reads; changes nothing. */
export async function lookFor(detector: Detector, signal: AbortSignal): Promise<Detected> {
  switch (detector) {
    case 'hugepages':
      return fromNumber(HUGE_2M, 'free_hugepages', (pages) => pages > 0);
    case 'isolated-cpus': {
      const cpus = read(join(SYS, 'isolated'));
      return told(cpus === null ? null : cpus !== '', `isolated: ${cpus || 'none'}`);
    }
    case 'governor-performance':
      return governor();
    case 'rmem-max-16m':
      return fromNumber('/proc/sys/net/core/rmem_max', 'net.core.rmem_max', (bytes) => bytes >= RMEM_BYTES);
    case 'busy-poll-sysctl':
      return fromNumber('/proc/sys/net/core/busy_poll', 'net.core.busy_poll', (microseconds) => microseconds > 0);
    case 'dpdk-installed':
      return await dpdk(signal);
    case 'two-cores': {
      const plan = planCpus(2);
      return told(plan.kind === 'planned', plan.kind === 'planned' ? `CPUs ${plan.cpus.join(', ')}` : plan.why);
    }
    case 'compiler':
      return await compiler(signal);
    case 'irqbalance-off':
      return told(!isRunning('irqbalance'), isRunning('irqbalance') ? 'irqbalance is running' : 'no irqbalance');
    case 'thp-madvise-or-always': {
      const mode = /\[(\w+)\]/u.exec(read('/sys/kernel/mm/transparent_hugepage/enabled') ?? '')?.[1];
      return told(
        mode === undefined ? null : mode !== 'never',
        `transparent_hugepage: ${mode ?? 'not in this kernel'}`,
      );
    }
  }
}

/** `null` is what cannot be seen on this machine. */
function told(done: boolean | null, seen: string): Detected {
  if (done === null) return { state: 'unknown', seen };
  return { state: done ? 'done' : 'open', seen };
}

function fromNumber(file: string, name: string, isDone: (value: number) => boolean): Detected {
  const text = read(file);
  return text === null ? told(null, `no ${file}`) : told(isDone(Number(text)), `${name} = ${text}`);
}

/** A virtual machine usually has no frequency of its own: nothing to set, and nothing to see. */
function governor(): Detected {
  const cpus = readdirSync(SYS).filter((name) => /^cpu\d+$/u.test(name));
  const governors = cpus.flatMap((cpu) => read(join(SYS, cpu, 'cpufreq/scaling_governor')) ?? []);
  if (governors.length === 0) return told(null, 'no cpufreq here');
  const names = [...new Set(governors)];
  return told(names.length === 1 && names[0] === 'performance', `scaling_governor: ${names.join(', ')}`);
}

async function dpdk(signal: AbortSignal): Promise<Detected> {
  const end = await run({ argv: ['pkg-config', '--modversion', 'libdpdk'], seconds: PKG_CONFIG_SECONDS, signal });
  const version = end.stdout.trim();
  const found = end.ending.kind === 'exited' && end.ending.code === 0;
  return told(found, found ? `libdpdk ${version}` : 'pkg-config finds no libdpdk');
}

async function compiler(signal: AbortSignal): Promise<Detected> {
  try {
    return told(true, (await findCompiler(signal)).description);
  } catch (error) {
    return told(false, error instanceof Error ? error.message : String(error));
  }
}

function isRunning(name: string): boolean {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/u.test(entry));
  return pids.some((pid) => existsSync(`/proc/${pid}/comm`) && read(`/proc/${pid}/comm`) === name);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
