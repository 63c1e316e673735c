import { existsSync, lstatSync } from 'node:fs';
import { nativeProgram } from '../../native/native.ts';
import type { Bubblewrap } from './bubblewrap.ts';

/** What a program that holds a learner's code may use. */
export interface SandboxRequest {
  readonly program: string;
  readonly args?: readonly string[];
  /** Address space. Sanitizers map terabytes of shadow and are limited by their own options instead. */
  readonly memoryMiB: number;
  /** Built with a sanitizer: address space unlimited, no address randomisation, ptrace for the leak checker. */
  readonly sanitized: boolean;
  /** The program's whole environment. Absent: that of whoever starts it, which is `run()` or the trial conductor. */
  readonly env?: Readonly<Record<string, string>>;
  readonly binds?: readonly Bind[];
  /** `starters`: the network of whoever starts it, which a load generator has made for it. Otherwise none at all. */
  readonly network?: 'none' | 'starters';
  /** May open packet sockets (packet(7)) on the starter's network, over which the starter has to be root. */
  readonly packetSockets?: boolean;
}

/** A folder or file of the host that a sandbox shows. */
export interface Bind {
  readonly from: string;
  readonly to: string;
  readonly writable?: boolean;
  /** Its device files may be opened. */
  readonly devices?: boolean;
}

/** What a tool of ours, fed with a learner's files, may use: a compiler. */
export interface ToolSandboxRequest {
  readonly argv: readonly string[];
  readonly memoryMiB: number;
  readonly fileMiB: number;
  /** Its folders. Without namespaces they are where they are: the caller names them accordingly. */
  readonly binds: readonly Bind[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A ring's checks write nothing; a program that does gets as much as a log file, so that filling disks is hopeless. */
const FILE_MIB = 16;
/** Four times that, for all of its files together; they are memory. */
const TMP_MIB = 64;
/**
 * Threads, counted together with everything else of user `nobody` (setrlimit(2)): checks start a handful, and two
 * graders may run at once.
 */
const PROCESSES = 256;
const NOBODY = '65534';

/** Folders of a merged or unmerged /usr (Debian, Fedora, Arch; file-hierarchy(7)). */
const SYSTEM_LINKS = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];
/** Where compilers from outside the distribution live. */
const FURTHER_SYSTEM = ['/opt', '/nix', '/gnu'];

/** The command that runs `request` under guard, namespaces (where there are any) and limits. */
export function programArgv(request: SandboxRequest, bubblewrap: Bubblewrap | null): string[] {
  const { program, args = [], binds = [], env } = request;
  const limits = launchOptions(request);
  if (!bubblewrap) {
    const clean = env ? ['/usr/bin/env', '-i', ...assignmentsOf(env)] : [];
    return [nativeProgram('lab-guard'), '--', ...clean, nativeProgram('lab-launch'), ...limits, '--', program, ...args];
  }
  const inside = [
    ...['--ro-bind', nativeProgram('lab-launch'), '/lab/launch'],
    ...['--ro-bind', program, '/lab/program'],
    ...folderOptions(bubblewrap, binds),
    // The conductor's padding moves the program's stack: it has to get through (measurement.md 2.0, step 1).
    ...(env ? environmentOptions(env) : []),
    ...['--chdir', '/tmp'],
  ];
  const command = ['/lab/launch', ...limits, '--', '/lab/program', ...args];
  const { network = 'none', packetSockets = false } = request;
  const namespaces = packetSockets ? packetOptions() : namespaceOptions(bubblewrap, network);
  return [nativeProgram('lab-guard'), '--', ...wrap(bubblewrap, namespaces, inside, command)];
}

/** The command that runs one of our tools on a learner's files: it may start processes, and sees only its folders. */
export function toolArgv(request: ToolSandboxRequest, bubblewrap: Bubblewrap | null): string[] {
  const { argv, memoryMiB, fileMiB, binds, env, cwd } = request;
  const limited = [
    '/usr/bin/prlimit',
    `--as=${bytes(memoryMiB)}`,
    `--fsize=${bytes(fileMiB)}`,
    '--core=0',
    '--',
    ...argv,
  ];
  if (!bubblewrap) {
    const clean = ['/usr/bin/env', '-i', '-C', cwd, ...assignmentsOf(env)];
    return [nativeProgram('lab-guard'), '--', ...clean, ...limited];
  }
  const inside = [
    ...['--ro-bind-try', '/etc/alternatives', '/etc/alternatives'],
    ...FURTHER_SYSTEM.flatMap((folder) => ['--ro-bind-try', folder, folder]),
    ...folderOptions(bubblewrap, binds),
    ...environmentOptions(env),
    ...['--chdir', cwd],
  ];
  return [nativeProgram('lab-guard'), '--', ...wrap(bubblewrap, namespaceOptions(bubblewrap, 'none'), inside, limited)];
}

function bytes(mib: number): string {
  return String(mib * 1024 * 1024);
}

function launchOptions({ memoryMiB, sanitized, packetSockets }: SandboxRequest): string[] {
  const limits = [
    ...['--file-size', String(FILE_MIB), '--processes', String(PROCESSES)],
    ...(packetSockets ? ['--packet-sockets'] : []),
  ];
  return sanitized
    ? ['--memory', '0', ...limits, '--no-aslr', '--allow-ptrace']
    : ['--memory', String(memoryMiB), ...limits];
}

function wrap(
  bubblewrap: Bubblewrap,
  namespaces: readonly string[],
  inside: readonly string[],
  command: readonly string[],
): string[] {
  return [
    bubblewrap.path,
    ...namespaces,
    ...['--die-with-parent', '--new-session'],
    ...['--ro-bind', '/usr', '/usr'],
    ...SYSTEM_LINKS.flatMap(systemLinkOptions),
    // The folder of a file that is bound is closed to everybody but root, and the loader works as nobody.
    ...['--dir', '/etc', '--ro-bind-try', '/etc/ld.so.cache', '/etc/ld.so.cache'],
    ...['--proc', '/proc', '--dev', '/dev'],
    ...inside,
    '--',
    ...command,
  ];
}

/**
 * As root the program becomes user `nobody` for real (lab-launch does that, and needs the two capabilities); as an
 * ordinary user it stays that user, under another number, in a user namespace of its own.
 */
function namespaceOptions({ privileged }: Bubblewrap, network: 'none' | 'starters'): string[] {
  const shared = network === 'starters';
  if (!privileged) return ['--unshare-all', ...(shared ? ['--share-net'] : []), '--uid', NOBODY, '--gid', NOBODY];
  return [...(shared ? [] : ['--unshare-net']), ...rootOptions(['CAP_SETUID', 'CAP_SETGID'])];
}

/**
 * A packet socket takes CAP_NET_RAW over its network, so the program stays in the user namespace that the network
 * belongs to, as root without any other right. lab-launch gives the two away that it needs itself.
 */
function packetOptions(): string[] {
  return rootOptions(['CAP_SETUID', 'CAP_SETGID', 'CAP_NET_RAW']);
}

function rootOptions(capabilities: readonly string[]): string[] {
  return [
    ...['--unshare-ipc', '--unshare-pid', '--unshare-uts', '--unshare-cgroup-try'],
    ...['--cap-drop', 'ALL', ...capabilities.flatMap((capability) => ['--cap-add', capability])],
  ];
}

/**
 * Everything that can be written is small, and everything else is read-only: the sandbox's own root, too. What is shown
 * comes after what is empty, or a folder below `/tmp` would vanish under it.
 */
function folderOptions({ sizedTmpfs }: Bubblewrap, binds: readonly Bind[]): string[] {
  const size = sizedTmpfs ? ['--size', bytes(TMP_MIB)] : [];
  const tmpfs = (folder: string): string[] => ['--perms', '1777', ...size, '--tmpfs', folder];
  const readOnly = ['--remount-ro', '/dev', '--remount-ro', '/'];
  return [...tmpfs('/tmp'), ...tmpfs('/dev/shm'), ...binds.flatMap(bindOptions), ...readOnly];
}

function environmentOptions(env: Readonly<Record<string, string>>): string[] {
  return ['--clearenv', ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value])];
}

function assignmentsOf(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

function bindOptions({ from, to, writable, devices }: Bind): string[] {
  if (devices) return ['--dev-bind', from, to];
  return [writable ? '--bind' : '--ro-bind', from, to];
}

function systemLinkOptions(name: string): string[] {
  const path = `/${name}`;
  if (!existsSync(path)) return [];
  return lstatSync(path).isSymbolicLink() ? ['--symlink', `usr/${name}`, path] : ['--ro-bind', path, path];
}
