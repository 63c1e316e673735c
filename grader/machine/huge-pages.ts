import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import { HUGE_PAGES_WANTED, type HugePagesChange } from '../domain/host.ts';
import { run } from '../process/process.ts';
import { readHugePages } from './host.ts';

/** Where systemd has it, and EAL looks for it like for any other mount (hugetlbpage.rst). */
const MOUNT_POINT = '/dev/hugepages';
const PAGES = 'hugepages/hugepages-2048kB/nr_hugepages';
const MOUNT_SECONDS = 10;

/**
 * What was changed, and how it was before. Kept in `/run`, which is the whole host's, whoever's `work/` this is, and which
 * a reboot empties as it empties the change itself. Where it does not, in some containers, the boot's id tells.
 */
const record = z.object({
  boot: z.string(),
  /** Of each node's pool: its file, and how many pages were set aside before and after. */
  pools: z.array(z.object({ file: z.string(), before: z.number(), after: z.number() })),
  /** What we have mounted, and whether the folder is ours, too. */
  mounted: z.object({ at: z.string(), madeFolder: z.boolean() }).nullable(),
});
type Record = z.infer<typeof record>;

/** Where things are: another root, and another mount(8), for tests. */
export interface Host {
  readonly root: string;
  readonly command: (argv: readonly string[]) => Promise<boolean>;
}

const THIS_HOST: Host = {
  root: '/',
  command: async (argv) => {
    const { ending } = await run({ argv, seconds: MOUNT_SECONDS });
    return ending.kind === 'exited' && ending.code === 0;
  },
};

/**
 * Sees to it that as many huge pages are free as the exercises need, and that hugetlbfs is mounted. Either all of it is
 * done and recorded, or nothing has changed. Throws `UserError` `needs-root`, `no-huge-pages`, `host-closed` or
 * `too-few-huge-pages`.
 */
export async function reserveHugePages(
  host: Host = THIS_HOST,
  isRoot = process.getuid?.() === 0,
): Promise<HugePagesChange> {
  const pages = readHugePages(host.root);
  if (!pages)
    throw new UserError(
      'no-huge-pages',
      'this kernel has no huge pages of 2 MiB',
      'Nothing needs them: EAL starts with --no-huge.',
    );
  const missing = Math.max(0, HUGE_PAGES_WANTED - pages.free);
  const needsMount = pages.mounts.length === 0;
  if (missing === 0 && !needsMount) return { kind: 'nothing-to-do', ...pages };
  if (!isRoot) throw needsRoot(commandsFor(pages.reserved + missing, needsMount));

  const pools = spread(readPools(host.root), missing);
  const at = join(host.root, MOUNT_POINT);
  const mounted = needsMount ? { at: MOUNT_POINT, madeFolder: !existsSync(at) } : null;
  writeRecord(host.root, pools, mounted);
  try {
    for (const { file, after } of pools) writeFileSync(join(host.root, file), String(after));
    if (mounted) await mount(host, mounted);
  } catch (error) {
    await restoreHugePages(host, isRoot);
    throw closed(error);
  }
  const now = readHugePages(host.root) ?? pages;
  if (pools.every(({ file, after }) => read(host.root, file) === after)) {
    return { kind: 'done', before: pages.reserved, ...now, mounted: mounted?.at ?? null };
  }
  await restoreHugePages(host, isRoot);
  throw tooFew(now.reserved, pages.reserved + missing);
}

/** Brings back what `reserveHugePages()` has changed, and only that. Throws `UserError` `needs-root` or `host-closed`. */
export async function restoreHugePages(
  host: Host = THIS_HOST,
  isRoot = process.getuid?.() === 0,
): Promise<HugePagesChange> {
  const pages = readHugePages(host.root) ?? { reserved: 0, free: 0, mounts: [] };
  const found = readRecord(host.root);
  if (!found) return { kind: 'nothing-to-do', ...pages };
  if (!isRoot) throw needsRoot(commandsBack(found));
  const changed = found.pools.filter(({ file, before }) => read(host.root, file) !== before);
  // Whoever else has written there since has the last word.
  const ours = changed.filter(({ file, after }) => read(host.root, file) === after);
  try {
    for (const { file, before } of ours) writeFileSync(join(host.root, file), String(before));
  } catch (error) {
    throw closed(error);
  }
  const stuck = found.mounted !== null && !(await unmount(host, found.mounted));
  if (!stuck) removeRecord(host.root);
  const now = readHugePages(host.root) ?? pages;
  return {
    kind: 'restored',
    before: pages.reserved,
    ...now,
    others: ours.length < changed.length,
    stuck: stuck ? MOUNT_POINT : null,
  };
}

/** Whether there is something that `restoreHugePages()` would bring back. */
export function hasReservedHugePages(root = '/'): boolean {
  return readRecord(root) !== null;
}

interface Pool {
  readonly file: string;
  readonly before: number;
}

/** One pool a memory node, as the kernel has them; the one for all where it shows none. Paths below the root. */
function readPools(root: string): Pool[] {
  const nodes = 'sys/devices/system/node';
  const files = (existsSync(join(root, nodes)) ? readdirSync(join(root, nodes)) : [])
    .filter((name) => /^node\d+$/u.test(name))
    .toSorted()
    .map((name) => join(nodes, name, PAGES))
    .filter((file) => existsSync(join(root, file)));
  const pools = files.length > 0 ? files : [join('sys/kernel/mm', PAGES)];
  return pools.map((file) => ({ file, before: read(root, file) }));
}

/** The missing pages over the pools, evenly; the first ones take what is left over. */
function spread(pools: readonly Pool[], missing: number): Record['pools'] {
  const share = Math.floor(missing / pools.length);
  const rest = missing % pools.length;
  return pools.map(({ file, before }, index) => ({ file, before, after: before + share + (index < rest ? 1 : 0) }));
}

function recordFile(root: string): string {
  return join(root, 'run/lab/hugepages.json');
}

/** Before the change. An earlier change that was not undone keeps its `before`: that is how the host was. */
function writeRecord(root: string, pools: Record['pools'], mounted: Record['mounted']): void {
  const earlier = readRecord(root);
  const oldest = (file: string, now: number): number =>
    earlier?.pools.find((pool) => pool.file === file)?.before ?? now;
  const all: Record = {
    boot: bootId(root),
    pools: pools.map(({ file, before, after }) => ({ file, before: oldest(file, before), after })),
    mounted: mounted ?? earlier?.mounted ?? null,
  };
  const file = recordFile(root);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(all)}\n`);
  } catch (error) {
    throw closed(error);
  }
}

/** With its folder, unless somebody else has records there. */
function removeRecord(root: string): void {
  const file = recordFile(root);
  rmSync(file, { force: true });
  if (readdirSync(dirname(file)).length === 0) rmdirSync(dirname(file));
}

/** Null where nothing is recorded, or only what a reboot has undone. */
function readRecord(root: string): Record | null {
  try {
    const found = record.parse(JSON.parse(readFileSync(recordFile(root), 'utf8')));
    return found.boot === bootId(root) ? found : null;
  } catch {
    return null;
  }
}

function bootId(root: string): string {
  return readFileSync(join(root, 'proc/sys/kernel/random/boot_id'), 'utf8').trim();
}

async function mount({ root, command }: Host, { at, madeFolder }: NonNullable<Record['mounted']>): Promise<void> {
  const folder = join(root, at);
  if (madeFolder) mkdirSync(folder);
  if (await command(['mount', '-t', 'hugetlbfs', '-o', 'pagesize=2M', 'nodev', folder])) return;
  throw Object.assign(new Error(`hugetlbfs cannot be mounted at ${at}`), { code: 'EPERM' });
}

/** False where a program still has files there. */
async function unmount({ root, command }: Host, { at, madeFolder }: NonNullable<Record['mounted']>): Promise<boolean> {
  const folder = join(root, at);
  const isMounted = readHugePages(root)?.mounts.includes(at) ?? false;
  if (isMounted && !(await command(['umount', folder]))) return false;
  if (madeFolder && existsSync(folder)) rmdirSync(folder);
  return true;
}

function commandsFor(pages: number, needsMount: boolean): string {
  const reserve = `sysctl -w vm.nr_hugepages=${String(pages)}`;
  return needsMount
    ? `${reserve} && mkdir -p ${MOUNT_POINT} && mount -t hugetlbfs -o pagesize=2M nodev ${MOUNT_POINT}`
    : reserve;
}

function commandsBack({ pools, mounted }: Record): string {
  const before = pools.map(({ file, before: pages }) => `echo ${String(pages)} > /${file}`);
  const back = mounted ? [`umount ${mounted.at}`, ...(mounted.madeFolder ? [`rmdir ${mounted.at}`] : [])] : [];
  return [...before, ...back].join(' && ');
}

function needsRoot(commands: string): UserError {
  return new UserError(
    'needs-root',
    'huge pages belong to the whole host, and changing them takes root',
    `As root the same command, or by hand: ${commands}`,
  );
}

/** What a container or a hardened host says. Anything else is a bug of ours. */
function closed(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (!(error instanceof Error) || !['EACCES', 'EPERM', 'EROFS', 'EINVAL', 'ENOENT'].includes(String(code)))
    return error;
  return new UserError(
    'host-closed',
    `this host does not let itself be changed from here: ${error.message}`,
    'In a container, do it on the host. Everything is as it was.',
  );
}

function tooFew(got: number, wanted: number): UserError {
  return new UserError(
    'too-few-huge-pages',
    `the kernel found ${String(got)} huge pages, and ${String(wanted)} were asked for; everything is as it was`,
    `Memory is in pieces: end what is not needed, or reserve them at boot, with hugepages=${String(wanted)} on the kernel's command line.`,
  );
}

function read(root: string, file: string): number {
  return Number(readFileSync(join(root, file), 'utf8'));
}
