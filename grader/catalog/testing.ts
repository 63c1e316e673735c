import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { loadCatalog, type Catalog } from './catalog.ts';

/** Folders of its first exercise, `basics/count`. */
export const COUNT = 'exercises/010-basics/010-count';
export const COUNT_SOLUTIONS = 'solutions/010-basics/010-count';

/** A checkout with three small exercises, in a folder of its own that a test may break. */
export interface Miniature extends Disposable {
  readonly root: string;
  /** For `catalog.json` and whatever else a test keeps. */
  readonly cache: string;
}

export function copyMiniature(): Miniature {
  const folder = mkdtempSync(join(tmpdir(), 'lab-miniature-'));
  const root = join(folder, 'root');
  cpSync(join(import.meta.dirname, '../fixtures/miniature'), root, { recursive: true });
  return {
    root,
    cache: join(folder, 'cache'),
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function edit({ root }: Miniature, file: string, change: (text: string) => string): void {
  const path = join(root, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** The miniature's catalog, with a cache of its own. For tests. */
export function load({ root, cache }: Miniature, options: { readonly validate?: boolean } = {}): Catalog {
  return loadCatalog(root, { cache, ...options });
}

/** The lines of the one error that loading throws; none where it throws none. For tests. */
export function faultsOf(miniature: Miniature, options: { readonly validate?: boolean } = {}): string[] {
  try {
    load(miniature, options);
  } catch (error) {
    if (error instanceof UserError && error.code === 'bad-exercise') return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}
