import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolvePaths } from './paths.ts';

const root = resolve(import.meta.dirname, '../..');

describe('resolvePaths', () => {
  it('keeps everything in the checkout unless told otherwise', () => {
    const usual = { root, work: join(root, 'work'), state: join(root, 'work/.lab'), cache: join(root, '.cache/lab') };
    expect(resolvePaths({})).toEqual(usual);
    expect(resolvePaths({ LAB_WORK: '', LAB_CACHE: '' })).toEqual(usual);
  });

  it('takes other folders from the environment, relative ones from where one is', () => {
    const paths = resolvePaths({ LAB_WORK: 'mine/', LAB_CACHE: '/var/cache/lab' });
    expect(paths.work).toBe(resolve('mine'));
    expect(paths.state).toBe(resolve('mine/.lab'));
    expect(paths.cache).toBe('/var/cache/lab');
  });
});
