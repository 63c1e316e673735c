import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { createExercise, loadCatalog } from './catalog.ts';
import { COUNT, COUNT_SOLUTIONS, copyMiniature, faultsOf, load } from './testing.ts';

describe('loadCatalog', () => {
  it('finds the exercises in the order of their numbers, with everything that the domain asks for', () => {
    using miniature = copyMiniature();
    const { exercises } = load(miniature);
    expect(exercises.map(({ id, order, after }) => [id, order, after])).toEqual([
      ['basics/count', '010.010', []],
      ['basics/sum', '010.020', ['basics/count']],
      ['rings/spsc', '020.010', ['basics/sum']],
    ]);
    expect(exercises[0]).toMatchObject({
      folder: join(miniature.root, COUNT),
      solutions: join(miniature.root, COUNT_SOLUTIONS),
      version: expect.stringMatching(/^[0-9a-f]{64}$/u),
      files: ['count.hpp'],
    });
    expect(exercises[0]).not.toHaveProperty('schema');
  });

  it('answers the same from its cache, and frozen both times', () => {
    using miniature = copyMiniature();
    const first = load(miniature);
    const second = load(miniature);
    expect(second).toEqual(first);
    for (const { exercises } of [first, second]) {
      expect(Object.isFrozen(exercises)).toBe(true);
      for (const exercise of exercises) {
        for (const part of [
          exercise,
          exercise.metrics,
          exercise.metrics[0]?.title,
          exercise.steps,
          exercise.requires.speed,
        ]) {
          expect(Object.isFrozen(part)).toBe(true);
        }
      }
    }
  });

  it('loads neither zod nor its rules nor a hash while nothing has changed', () => {
    using miniature = copyMiniature();
    const program = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      const { loadCatalog } = await import(${JSON.stringify(join(import.meta.dirname, 'catalog.ts'))});
      loadCatalog(${JSON.stringify(miniature.root)}, { cache: ${JSON.stringify(miniature.cache)} });
      console.log(loaded.filter((url) => /zod|validate|version/.test(url)).length);`;
    const modules = (): number => {
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      return Number(stdout);
    };
    expect(modules()).toBeGreaterThan(0);
    expect(modules()).toBe(0);
  });

  it('works without a cache that can be written', () => {
    using miniature = copyMiniature();
    writeFileSync(miniature.cache, 'a file in place of the folder');
    expect(load(miniature).exercises).toHaveLength(3);
  });

  it.each(['', '{', 'null', '{}', '{"stamp":1}'])('does not trust a damaged cache: %s', (text) => {
    using miniature = copyMiniature();
    mkdirSync(miniature.cache);
    writeFileSync(join(miniature.cache, 'catalog.json'), text);
    expect(load(miniature).exercises).toHaveLength(3);
  });

  it('says so where there is nothing at all', () => {
    using miniature = copyMiniature();
    for (const topic of ['010-basics', '020-rings'])
      rmSync(join(miniature.root, 'exercises', topic), { recursive: true });
    expect(() => load(miniature)).toThrow(expect.objectContaining({ code: 'no-exercises' }));
    rmSync(join(miniature.root, 'exercises'), { recursive: true });
    expect(faultsOf(miniature)).toEqual([expect.stringContaining('exercises: missing')]);
  });

  it('takes a new exercise as `lab new` lays it', () => {
    using miniature = copyMiniature();
    createExercise('basics/queue', miniature.root);
    expect(faultsOf(miniature, { validate: true })).toEqual([]);
    expect(load(miniature).exercises.map(({ id }) => id)).toContain('basics/queue');
  });

  it('finds nothing wrong with the exercises that the lab ships', () => {
    using miniature = copyMiniature();
    const root = join(import.meta.dirname, '../..');
    expect(() => loadCatalog(root, { cache: miniature.cache, validate: true })).not.toThrow();
  });
});
