import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { arch, cpus as osCpus, release } from 'node:os';
import type { MachineFacts } from '../domain/receipt.ts';
import { sandboxKind } from '../process/process.ts';
import { findCompiler } from '../toolchain/toolchain.ts';
import { parseCpuList, readTopology } from './topology.ts';

/** What a figure has to be read with. `cpus` are those that were measured on; empty where nothing was. */
export async function machineFacts(cpus: readonly number[]): Promise<MachineFacts> {
  return {
    cpu: cpuModel(),
    cores: coreCount(),
    virtual: isVirtual(),
    kernel: release(),
    compiler: await compilerName(),
    cpus: [...cpus],
    sandbox: await sandboxKind(),
  };
}

/**
 * Names the class of machine that a speed verdict holds for: same processor, same number of cores, same kernel series.
 * 16 hex digits.
 */
export function fingerprint(): string {
  const kernelSeries = release().split('.').slice(0, 2).join('.');
  const parts = [arch(), cpuModel(), coreCount(), isVirtual(), kernelSeries];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

async function compilerName(): Promise<string> {
  try {
    return (await findCompiler()).description;
  } catch {
    return 'none';
  }
}

function cpuModel(): string {
  const model = osCpus()[0]?.model.trim();
  return model && model !== 'unknown' ? model : `${arch()} (unnamed)`;
}

function coreCount(): number {
  const online = parseCpuList(read('/sys/devices/system/cpu/online') || '0');
  return new Set(readTopology(online).map((place) => place.core)).size;
}

/** x86 tells by a CPU flag, everybody by the name that the hypervisor gave its machine. */
function isVirtual(): boolean {
  if (/^flags\s*:.*\bhypervisor\b/mu.test(read('/proc/cpuinfo'))) return true;
  const product = `${read('/sys/class/dmi/id/sys_vendor')} ${read('/sys/class/dmi/id/product_name')}`;
  return /QEMU|KVM|VMware|VirtualBox|Xen|Virtual Machine|Amazon EC2|Google/u.test(product);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
