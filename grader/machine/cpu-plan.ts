import { nativeCore } from '../../native/native.ts';
import type { CpuPlan } from '../domain/doctor-report.ts';
import { cpuQuota, readTopology, type CpuPlace } from './topology.ts';

/**
 * Chooses CPUs for `threads` threads that spin: one physical core each, on one socket where that is possible. Two
 * spinning threads on one core, or on one CPU, would measure the scheduler.
 */
export function planCpus(threads: number): CpuPlan {
  return chooseCpus(readTopology(nativeCore().allowedCpus()), cpuQuota(), threads);
}

/** CPUs that somebody has chosen: may this process run there, and are they cores of their own? */
export function checkChosenCpus(cpus: readonly number[]): CpuPlan {
  return checkCpus(readTopology(nativeCore().allowedCpus()), cpus);
}

/** The check itself, for any machine. */
export function checkCpus(places: readonly CpuPlace[], cpus: readonly number[]): CpuPlan {
  const chosen = cpus.map((cpu) => places.find((place) => place.cpu === cpu));
  const missing = cpus.filter((_, index) => chosen[index] === undefined);
  if (missing.length > 0) {
    return {
      kind: 'refused',
      why: `testbed.json names CPU ${missing.join(' and ')}, and this process may run on ${places.map(({ cpu }) => cpu).join(', ')}.`,
      fix: 'Choose among those, or leave "cpus" out.',
    };
  }
  if (new Set(chosen.map((place) => place?.core)).size < cpus.length) {
    return {
      kind: 'refused',
      why: `CPUs ${cpus.join(' and ')} are threads of one core: two that spin there share its execution units.`,
      fix: 'Choose CPUs of different cores (lscpu -e), or leave "cpus" out.',
    };
  }
  return { kind: 'planned', cpus, why: 'as testbed.json says' };
}

/** The choice itself, for any machine. */
export function chooseCpus(places: readonly CpuPlace[], quota: number | null, threads: number): CpuPlan {
  const cores = [...new Map(places.toReversed().map((place) => [place.core, place])).values()].toReversed();
  if (cores.length < threads) return refuse(places, cores, threads);
  if (quota !== null && quota < threads) {
    return {
      kind: 'refused',
      why: `The control group allows ${quota.toFixed(1)} CPUs, and ${String(threads)} threads will spin.`,
      fix: `Give the container at least ${String(threads)} CPUs (docker run --cpus ${String(threads)}).`,
    };
  }
  // CPU 0 handles most interrupts on most machines; isolated CPUs handle the least.
  const preferred = cores.toSorted(
    (a, b) => Number(b.isolated) - Number(a.isolated) || Number(a.cpu === 0) - Number(b.cpu === 0),
  );
  const socket = preferred.find((place) => cores.filter((each) => each.package === place.package).length >= threads);
  const pool = socket ? preferred.filter((place) => place.package === socket.package) : preferred;
  const cpus = pool.slice(0, threads).map((place) => place.cpu);
  return {
    kind: 'planned',
    cpus: cpus.toSorted((a, b) => a - b),
    why: socket ? 'different cores of one socket' : 'different cores of different sockets: crossings take longer',
  };
}

function refuse(places: readonly CpuPlace[], cores: readonly CpuPlace[], threads: number): CpuPlan {
  const siblings = places.length >= threads;
  return {
    kind: 'refused',
    why: siblings
      ? `The ${String(places.length)} CPUs here are threads of ${String(cores.length)} core: they would share its execution units.`
      : `${String(threads)} threads will spin, and this process may run on ${String(places.length)} CPU.`,
    fix: siblings
      ? 'Give the machine another core; correctness is graded here all the same.'
      : `Allow more CPUs (taskset, docker --cpuset-cpus, or a VM with ${String(threads)} cores); correctness is graded here all the same.`,
  };
}
