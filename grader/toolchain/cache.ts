import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { diskError } from '../domain/errors.ts';

/** A sanitized program is about 2 MB: the cache stays below half a gigabyte. */
const MOST_ENTRIES = 200;

/**
 * Build products by the hash of everything they were made from. An entry is a folder that appears whole, by rename:
 * two builds of the same thing, or a kill in the middle, leave a good entry or none.
 */
export class BuildCache {
  readonly #folder: string;

  /** `folder` is made when something is first put into it. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The entry's folder, if it is there. */
  find(key: string): string | undefined {
    const entry = join(this.#folder, key);
    if (!existsSync(join(entry, 'made.json'))) return undefined;
    touch(entry);
    return entry;
  }

  /** What `put` was told of an entry. */
  facts(entry: string): unknown {
    return JSON.parse(readFileSync(join(entry, 'made.json'), 'utf8'));
  }

  /** A new folder to make something in, on the cache's own file system. */
  workshop(): string {
    const folder = join(this.#folder, `tmp-${String(process.pid)}-${randomBytes(6).toString('hex')}`);
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw diskError(error, this.#folder);
    }
    return folder;
  }

  /** Moves a finished folder (with its `made.json`) into the cache and returns where it is then. */
  put(key: string, made: string): string {
    const entry = join(this.#folder, key);
    try {
      renameSync(made, entry);
    } catch (error) {
      // Somebody else has made the same thing meanwhile.
      rmSync(made, { recursive: true, force: true });
      if (!existsSync(join(entry, 'made.json'))) throw diskError(error, this.#folder);
    }
    this.#evict();
    return entry;
  }

  /** Removes the entries that were not used for longest, and workshops whose process is gone. */
  #evict(): void {
    const names = readdirSync(this.#folder);
    for (const name of names.filter((each) => each.startsWith('tmp-') && !isAlive(Number(each.split('-')[1])))) {
      rmSync(join(this.#folder, name), { recursive: true, force: true });
    }
    const entries = names.filter((each) => !each.startsWith('tmp-'));
    if (entries.length <= MOST_ENTRIES) return;
    const byAge = entries
      .map((name) => ({ name, usedAt: statSync(join(this.#folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
      .toSorted((a, b) => a.usedAt - b.usedAt);
    for (const { name } of byAge.slice(0, entries.length - MOST_ENTRIES)) {
      rmSync(join(this.#folder, name), { recursive: true, force: true });
    }
  }
}

function touch(entry: string): void {
  const now = new Date();
  try {
    utimesSync(entry, now, now);
  } catch {
    // A cache that can only be read is still a cache.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
