import { join, resolve } from 'node:path';
import type { Paths } from '../domain/paths.ts';

/**
 * Where things are, from the environment and from where this file is. A relative `LAB_WORK` or `LAB_CACHE` counts from
 * the current folder, as everywhere in a shell; an empty one is as good as none.
 */
export function resolvePaths(env: Readonly<Record<string, string | undefined>>): Paths {
  const root = resolve(import.meta.dirname, '../..');
  const work = resolve(env['LAB_WORK'] || join(root, 'work'));
  const cache = resolve(env['LAB_CACHE'] || join(root, '.cache', 'lab'));
  return { root, work, state: join(work, '.lab'), cache };
}
