import { mkdtempSync, readdirSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../domain/errors.ts';
import { BuildCache } from './cache.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-cache-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function putNew(cache: BuildCache, key: string, facts: unknown): void {
  const made = cache.workshop();
  writeFileSync(join(made, 'made.json'), JSON.stringify(facts));
  cache.put(key, made);
}

describe('BuildCache', () => {
  it('finds what was put into it, with its facts', () => {
    const cache = new BuildCache(folder);
    expect(cache.find('a')).toBeUndefined();
    putNew(cache, 'a', { n: 1 });
    expect(cache.facts(cache.find('a') ?? '')).toEqual({ n: 1 });
  });

  it('keeps the first of two that make the same thing, and nothing of the second', () => {
    const cache = new BuildCache(folder);
    putNew(cache, 'a', { n: 1 });
    putNew(cache, 'a', { n: 2 });
    expect(cache.facts(cache.find('a') ?? '')).toEqual({ n: 1 });
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('does not take a half-made entry for a whole one', () => {
    mkdirSync(join(folder, 'half'));
    expect(new BuildCache(folder).find('half')).toBeUndefined();
  });

  it('removes the workshops of processes that are gone', () => {
    mkdirSync(join(folder, 'tmp-999999999-aa'));
    putNew(new BuildCache(folder), 'a', {});
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('drops the entries that were not used for longest', () => {
    const cache = new BuildCache(folder);
    for (let index = 0; index < 205; index += 1) putNew(cache, `key-${String(index)}`, {});
    expect(readdirSync(folder).length).toBe(200);
    expect(cache.find('key-204')).toBeDefined();
  });

  it('says what to do where it cannot write', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => new BuildCache(join(folder, 'file', 'below')).workshop()).toThrow(UserError);
  });
});
