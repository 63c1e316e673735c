import { readFileSync } from 'node:fs';

/** Where one CPU (a hardware thread) sits. */
export interface CpuPlace {
  readonly cpu: number;
  /** CPUs with the same package and core number are threads of one physical core. */
  readonly core: string;
  /** Socket; crossing it costs several times as much as crossing a core. */
  readonly package: string;
  /** Kept free of the scheduler's ordinary work (`isolcpus=`). */
  readonly isolated: boolean;
}

const SYS = '/sys/devices/system/cpu';

/** The places of these CPUs as the kernel shows them (Documentation/admin-guide/cputopology.rst). */
export function readTopology(cpus: readonly number[]): CpuPlace[] {
  const isolated = parseCpuList(read(`${SYS}/isolated`));
  return cpus.map((cpu) => {
    const topology = `${SYS}/cpu${String(cpu)}/topology`;
    const pack = read(`${topology}/physical_package_id`) || '0';
    // Without a topology (some containers) each CPU counts as a core: refusing everything would help nobody.
    const core = read(`${topology}/core_id`) || `cpu${String(cpu)}`;
    return { cpu, core: `${pack}:${core}`, package: pack, isolated: isolated.includes(cpu) };
  });
}

/** `0-2,4` as [0, 1, 2, 4]: the kernel's list format. */
export function parseCpuList(text: string): number[] {
  return text
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}

/** CPUs' worth of time that the control group may use; null when unlimited (cgroup-v2.rst, `cpu.max`). */
export function cpuQuota(): number | null {
  const [quota, period] = (read('/sys/fs/cgroup/cpu.max') || 'max 100000').split(' ');
  return quota === 'max' ? null : Number(quota) / Number(period);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
