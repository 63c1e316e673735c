import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { nativeProgram } from '../../native/native.ts';
import { Cancelled, UserError } from '../domain/errors.ts';
import type { CapabilityReport } from '../domain/doctor-report.ts';
import type { Capability } from '../domain/exercise.ts';
import type { Paths } from '../domain/paths.ts';
import { run, sandboxKind } from '../process/process.ts';
import { findCompiler, tryProfile } from '../toolchain/toolchain.ts';
import { planCpus } from './cpu-plan.ts';
import { findWire } from './wire.ts';

/** What was found out about one capability. */
export type Probe = Omit<CapabilityReport, 'capability'>;

export interface ProbeContext {
  readonly paths: Paths;
  readonly signal: AbortSignal;
}

/** Finds out whether this machine can do something by doing it. */
export async function probe(capability: Capability, context: ProbeContext): Promise<Probe> {
  switch (capability) {
    case 'compiler':
      return await probeCompiler(context);
    case 'two-cores':
      return probeTwoCores();
    case 'dpdk':
      return await probeDpdk(context);
    case 'sandbox':
      return await probeSandbox();
    case 'network-namespaces':
      return await probeNamespaces();
    case 'address-sanitizer':
      return await remembered(capability, context, async () => await probeSanitizer('address', context));
    case 'thread-sanitizer':
      return await remembered(capability, context, async () => await probeSanitizer('thread', context));
  }
}

async function probeCompiler({ signal }: ProbeContext): Promise<Probe> {
  try {
    const compiler = await findCompiler(signal);
    return { ok: true, why: `${compiler.description} at ${compiler.path}`, fix: '' };
  } catch (error) {
    if (error instanceof UserError) return { ok: false, why: `${error.message}.`, fix: error.next };
    throw error;
  }
}

function probeTwoCores(): Probe {
  const plan = planCpus(2);
  if (plan.kind === 'refused') return { ok: false, why: plan.why, fix: plan.fix };
  return { ok: true, why: `CPUs ${plan.cpus.join(' and ')}, ${plan.why}`, fix: '' };
}

async function probeSandbox(): Promise<Probe> {
  if ((await sandboxKind()) === 'bubblewrap')
    return { ok: true, why: 'a program ran in namespaces of its own', fix: '' };
  return {
    ok: false,
    why: 'Namespaces are forbidden here, or bubblewrap is missing: programs run with limits only.',
    fix: 'apt-get install bubblewrap; as an ordinary user also: sysctl kernel.unprivileged_userns_clone=1',
  };
}

const DPDK_FIX = 'apt-get install pkg-config libdpdk-dev, then bin/setup';
/** DPDK's environment starts in a quarter of a second. */
const DPDK_SECONDS = 20;

/** The generator is built where the library is; whether it works here is seen by passing frames. */
async function probeDpdk({ signal }: ProbeContext): Promise<Probe> {
  const program = nativeProgram('lab-trafficgen');
  if (!existsSync(program)) {
    return { ok: false, why: 'DPDK is not installed, or was not when the lab was built.', fix: DPDK_FIX };
  }
  const { ending, stdout, stderr } = await run({ argv: [program, 'probe'], seconds: DPDK_SECONDS, signal });
  if (ending.kind === 'cancelled') throw new Cancelled();
  if (ending.kind === 'exited' && ending.code === 0) {
    return { ok: true, why: `frames went through a memif pair of ${stdout.trim()}`, fix: '' };
  }
  const why = stderr.trim().split('\n').at(-1) ?? '';
  return { ok: false, why: `DPDK does not pass frames here: ${why}.`, fix: DPDK_FIX };
}

async function probeNamespaces(): Promise<Probe> {
  const wire = await findWire();
  if ('refused' in wire) {
    return {
      ok: false,
      why: `No network of its own can be made here: ${wire.refused}.`,
      fix: 'As root outside of a container, or: sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0',
    };
  }
  const way = wire.privilege === 'root' ? 'as root' : 'in a user namespace, without root';
  const over = wire.device === 'veth' ? 'a veth pair' : `loopback only (${wire.fallback})`;
  return { ok: true, why: `packets went over ${over}, made ${way}`, fix: '' };
}

const SANITIZER_FIX = {
  address: 'apt-get install libasan8 (the package of your compiler), or another compiler by CXX=…',
  thread: 'sysctl vm.mmap_rnd_bits=28, or apt-get install libtsan2 (the package of your compiler)',
} as const;

async function probeSanitizer(profile: 'address' | 'thread', { paths, signal }: ProbeContext): Promise<Probe> {
  const failure = await tryProfile({ profile, compiler: await findCompiler(signal), paths, signal });
  if (failure === null) return { ok: true, why: 'a sanitized program was built and ran', fix: '' };
  return { ok: false, why: `A sanitized program does not run here: ${failure}.`, fix: SANITIZER_FIX[profile] };
}

/**
 * A sanitizer's probe costs half a second, and what decides it changes with the kernel and the compiler: a good answer
 * is remembered until then. A bad one is asked for again, since somebody is mending it.
 */
async function remembered(name: Capability, context: ProbeContext, ask: () => Promise<Probe>): Promise<Probe> {
  const { paths, signal } = context;
  const facts = [name, release(), (await findCompiler(signal)).description, randomizationBits(), await sandboxKind()];
  const key = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
  const folder = join(paths.cache, 'probes');
  const file = join(folder, `${name}.json`);
  const before = readProbe(file);
  if (before?.key === key) return before.probe;
  const found = await ask();
  try {
    if (found.ok) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, JSON.stringify({ key, probe: found }));
    } else {
      rmSync(file, { force: true });
    }
  } catch {
    // Asked again the next time.
  }
  return found;
}

function readProbe(file: string): { key: string; probe: Probe } | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { key: string; probe: Probe };
  } catch {
    return null;
  }
}

/** More than 28 bits make ThreadSanitizer's fixed shadow addresses collide with the program's. */
function randomizationBits(): string {
  try {
    return readFileSync('/proc/sys/vm/mmap_rnd_bits', 'utf8').trim();
  } catch {
    return '';
  }
}
