import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../domain/errors.ts';
import { hasReservedHugePages, reserveHugePages, restoreHugePages, type Host } from './huge-pages.ts';

const ALL = 'sys/kernel/mm/hugepages/hugepages-2048kB';
const node = (index: number): string => `sys/devices/system/node/node${String(index)}/hugepages/hugepages-2048kB`;
const MOUNTED = 'nodev /dev/hugepages hugetlbfs rw,relatime,pagesize=2M 0 0\n';

let root = '';
/** What mount(8) and umount(8) were asked for; whether they do it. */
let commands: string[] = [];
let obeys = true;
let host: Host;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lab-huge-'));
  commands = [];
  obeys = true;
  host = {
    root,
    command: async ([name = '', ...rest]) => {
      commands.push(name);
      if (obeys) write('proc/self/mounts', name === 'mount' ? MOUNTED : '');
      return await Promise.resolve(obeys && rest.length > 0);
    },
  };
  write('proc/sys/kernel/random/boot_id', 'one\n');
  write('proc/self/mounts', '');
  mkdirSync(join(root, 'dev'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const pagesOf = (folder: string): number => Number(readFileSync(join(root, folder, 'nr_hugepages'), 'utf8'));
const RECORD = 'run/lab/hugepages.json';

/** The pool that the kernel shows for the whole host, and one a node where there are several. */
function pools(total: number, free: number, ...nodes: number[]): void {
  write(`${ALL}/nr_hugepages`, `${String(total)}\n`);
  write(`${ALL}/free_hugepages`, `${String(free)}\n`);
  for (const [index, pages] of nodes.entries()) write(`${node(index)}/nr_hugepages`, `${String(pages)}\n`);
}

async function refusal(action: Promise<unknown>): Promise<UserError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('reserving huge pages', () => {
  it('adds what is missing to what others have, mounts, and can take back exactly that', async () => {
    pools(10, 4);
    const done = await reserveHugePages(host, true);
    expect(done).toMatchObject({ kind: 'done', before: 10, reserved: 134, mounted: '/dev/hugepages' });
    expect(existsSync(join(root, 'dev/hugepages'))).toBe(true);
    expect(hasReservedHugePages(root)).toBe(true);
    const back = await restoreHugePages(host, true);
    expect(back).toMatchObject({ kind: 'restored', before: 134, reserved: 10, others: false, stuck: null });
    expect(existsSync(join(root, 'dev/hugepages'))).toBe(false);
    expect(existsSync(join(root, 'run/lab'))).toBe(false);
    expect(commands).toEqual(['mount', 'umount']);
  });

  it('spreads them over the nodes, and gives each node its own number back', async () => {
    pools(5, 0, 5, 0, 0);
    await reserveHugePages(host, true);
    expect([0, 1, 2].map((index) => pagesOf(node(index)))).toEqual([48, 43, 42]);
    await restoreHugePages(host, true);
    expect([0, 1, 2].map((index) => pagesOf(node(index)))).toEqual([5, 0, 0]);
  });

  it('does nothing where all is there, and leaves a mount alone that it has not made', async () => {
    pools(200, 150);
    write('proc/self/mounts', MOUNTED);
    expect(await reserveHugePages(host, true)).toMatchObject({ kind: 'nothing-to-do', reserved: 200 });
    pools(0, 0);
    await reserveHugePages(host, true);
    await restoreHugePages(host, true);
    expect(commands).toEqual([]);
  });

  it('keeps the number that was there before the first time', async () => {
    pools(3, 3);
    await reserveHugePages(host, true);
    write(`${ALL}/free_hugepages`, '100\n');
    expect(await reserveHugePages(host, true)).toMatchObject({ kind: 'done', reserved: 156 });
    await restoreHugePages(host, true);
    expect(pagesOf(ALL)).toBe(3);
  });

  it('leaves everything as it was where it cannot do all of it', async () => {
    pools(0, 0);
    obeys = false;
    expect(await refusal(reserveHugePages(host, true))).toMatchObject({ code: 'host-closed' });
    expect(pagesOf(ALL)).toBe(0);
    expect(existsSync(join(root, 'dev/hugepages'))).toBe(false);
    expect(existsSync(join(root, RECORD))).toBe(false);
  });

  it('is root’s business: everybody else gets the commands', async () => {
    pools(0, 0);
    const refused = await refusal(reserveHugePages(host, false));
    expect(refused.code).toBe('needs-root');
    expect(refused.next).toContain('sysctl -w vm.nr_hugepages=128 && mkdir -p /dev/hugepages && mount -t hugetlbfs');
    expect(existsSync(join(root, RECORD))).toBe(false);
  });

  it('says so where the kernel has none', async () => {
    expect(await refusal(reserveHugePages(host, true))).toMatchObject({ code: 'no-huge-pages' });
  });
});

describe('bringing them back', () => {
  it('has nothing to do where nothing was done, or a reboot has undone it', async () => {
    pools(0, 0);
    expect(await restoreHugePages(host, true)).toMatchObject({ kind: 'nothing-to-do' });
    await reserveHugePages(host, true);
    write('proc/sys/kernel/random/boot_id', 'two\n');
    expect(hasReservedHugePages(root)).toBe(false);
    expect(await restoreHugePages(host, true)).toMatchObject({ kind: 'nothing-to-do' });
  });

  it('does not touch what somebody else has set since', async () => {
    pools(0, 0);
    await reserveHugePages(host, true);
    pools(500, 500);
    expect(await restoreHugePages(host, true)).toMatchObject({ kind: 'restored', reserved: 500, others: true });
    expect(hasReservedHugePages(root)).toBe(false);
  });

  it('is done again where a program still had files there', async () => {
    pools(0, 0);
    await reserveHugePages(host, true);
    obeys = false;
    expect(await restoreHugePages(host, true)).toMatchObject({ stuck: '/dev/hugepages', reserved: 0 });
    expect(hasReservedHugePages(root)).toBe(true);
    obeys = true;
    expect(await restoreHugePages(host, true)).toMatchObject({ stuck: null });
    expect(hasReservedHugePages(root)).toBe(false);
  });

  it('works after a kill between the record and the change', async () => {
    pools(0, 0);
    await reserveHugePages(host, true);
    pools(0, 0);
    write('proc/self/mounts', '');
    rmSync(join(root, 'dev/hugepages'), { recursive: true });
    expect(await restoreHugePages(host, true)).toMatchObject({ kind: 'restored', others: false, stuck: null });
    expect(existsSync(join(root, RECORD))).toBe(false);
  });

  it('tells the commands to whoever may not', async () => {
    pools(0, 0);
    await reserveHugePages(host, true);
    const refused = await refusal(restoreHugePages(host, false));
    expect(refused.next).toContain(`echo 0 > /${ALL}/nr_hugepages && umount /dev/hugepages && rmdir /dev/hugepages`);
    expect(hasReservedHugePages(root)).toBe(true);
  });
});
