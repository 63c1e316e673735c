import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COUNT, COUNT_SOLUTIONS, copyMiniature, edit, faultsOf, load } from './testing.ts';

describe('a fault', () => {
  it('is told together with all others, each with its file, its place and what is allowed', () => {
    using miniature = copyMiniature();
    edit(miniature, `${COUNT}/exercise.json`, (text) => text.replace('"minutes": 5', '"minutes": 0, "colour": "red"'));
    edit(miniature, 'exercises/010-basics/020-sum/exercise.json', () => '{ "schema": 1, ');
    rmSync(join(miniature.root, `${COUNT}/task.ko.md`));
    renameSync(join(miniature.root, 'exercises/020-rings/010-spsc'), join(miniature.root, 'exercises/020-rings/spsc'));
    const faults = faultsOf(miniature);
    expect(faults).toEqual([
      expect.stringMatching(/exercises\/020-rings\/spsc: .*allowed: three digits/u),
      expect.stringMatching(/010-count\/exercise\.json: minutes: 0 does not fit; allowed: a whole number from 1/u),
      expect.stringMatching(/010-count\/exercise\.json: colour: unknown key; allowed: schema, title, /u),
      expect.stringMatching(/010-count\/task\.ko\.md: missing; allowed: a file/u),
      expect.stringMatching(/020-sum\/exercise\.json: not JSON \(.+\); allowed: /u),
    ]);
  });

  it.each([
    `${COUNT}/starter/count.hpp`,
    `${COUNT}/check/behaviour.cc`,
    `${COUNT}/check/arm.cc`,
    `${COUNT}/hints.en.md`,
    `${COUNT}/exercise.json`,
    `${COUNT_SOLUTIONS}/WHY.ko.md`,
    `${COUNT_SOLUTIONS}/reference/count.hpp`,
    `${COUNT_SOLUTIONS}/naive/count.hpp`,
  ])('is found when %s goes, although a cache is there', (file) => {
    using miniature = copyMiniature();
    load(miniature);
    rmSync(join(miniature.root, file));
    expect(faultsOf(miniature)).toContainEqual(expect.stringContaining(file));
  });

  it('is found when an impostor is named by nothing, or has no file', () => {
    using miniature = copyMiniature();
    const impostors = join(miniature.root, COUNT_SOLUTIONS, 'impostors');
    load(miniature);
    mkdirSync(join(impostors, 'wrong.always-one'));
    cpSync(join(impostors, 'incorrect.always-zero/count.hpp'), join(impostors, 'wrong.always-one/count.hpp'));
    expect(faultsOf(miniature)).toEqual([expect.stringMatching(/wrong\.always-one: .*one of passed, incorrect/u)]);
    rmSync(join(impostors, 'wrong.always-one'), { recursive: true });
    expect(faultsOf(miniature)).toEqual([]);
    renameSync(join(impostors, 'incorrect.always-zero/count.hpp'), join(impostors, 'incorrect.always-zero/cuont.hpp'));
    expect(faultsOf(miniature, { validate: true })).toEqual([
      expect.stringContaining('always-zero/count.hpp: missing'),
    ]);
  });

  it('is found in a naive solution that nothing could tell from a good one', () => {
    using miniature = copyMiniature();
    edit(miniature, `${COUNT}/exercise.json`, (text) => {
      const { arm: _arm, ...rest } = JSON.parse(text) as { arm: string };
      return JSON.stringify({ ...rest, metrics: [] });
    });
    expect(faultsOf(miniature)).toEqual([expect.stringContaining(`${COUNT_SOLUTIONS}/naive: nothing tells it from`)]);
    rmSync(join(miniature.root, COUNT_SOLUTIONS, 'naive'), { recursive: true });
    expect(faultsOf(miniature)).toEqual([]);
    expect(load(miniature).exercises[0]?.version).toMatch(/^[0-9a-f]{64}$/u);
  });

  it('is found when two folders make the same id, or exercises come after each other', () => {
    using miniature = copyMiniature();
    for (const below of ['exercises', 'solutions']) {
      cpSync(join(miniature.root, below, '010-basics/010-count'), join(miniature.root, below, '010-basics/030-count'), {
        recursive: true,
      });
    }
    expect(faultsOf(miniature)).toEqual([expect.stringContaining(`basics/count is also ${COUNT}/exercise.json`)]);
    edit(miniature, `${COUNT}/exercise.json`, (text) => text.replace('"after": []', '"after": ["rings/spsc"]'));
    expect(faultsOf(miniature)).toContainEqual(
      expect.stringContaining('basics/count → rings/spsc → basics/sum → basics/count'),
    );
  });

  it('is not hidden by a cache that was written before the file was broken, nor kept once it is mended', () => {
    using miniature = copyMiniature();
    const file = join(miniature.root, COUNT, 'exercise.json');
    const good = readFileSync(file);
    load(miniature);
    edit(miniature, `${COUNT}/exercise.json`, (text) => text.replace('"wall"', '"hall"').replace('"cpu"', '"cpx"'));
    expect(faultsOf(miniature)).toHaveLength(1);
    writeFileSync(file, good);
    expect(faultsOf(miniature)).toEqual([]);
  });

  it('is not seen in what git or an editor leaves behind', () => {
    using miniature = copyMiniature();
    for (const folder of ['exercises/.idea/x', 'exercises/030-gone', 'exercises/010-basics/040-gone']) {
      mkdirSync(join(miniature.root, folder), { recursive: true });
    }
    writeFileSync(join(miniature.root, 'exercises/README.md'), '');
    expect(faultsOf(miniature)).toEqual([]);
  });
});
