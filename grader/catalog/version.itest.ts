import { describe, expect, it } from 'vitest';
import type { ExerciseId } from '../domain/exercise.ts';
import { COUNT, COUNT_SOLUTIONS, copyMiniature, edit, type Miniature, load } from './testing.ts';

function versionOf(miniature: Miniature): string {
  return load(miniature).exercises[0]?.version ?? '';
}

describe('the version', () => {
  it.each([
    `${COUNT}/contract.hpp`,
    `${COUNT}/check/behaviour.cc`,
    `${COUNT}/check/arm.cc`,
    `${COUNT_SOLUTIONS}/reference/count.hpp`,
    `${COUNT_SOLUTIONS}/naive/count.hpp`,
  ])('changes with %s', (file) => {
    using miniature = copyMiniature();
    const before = versionOf(miniature);
    edit(miniature, file, (text) => `${text}// more\n`);
    expect(versionOf(miniature)).not.toBe(before);
  });

  it.each([
    ['"line": 0.5', '"line": 0.6'],
    ['"seconds": 10', '"seconds": 11'],
    ['"profile": "address"', '"profile": "optimized"'],
  ])('changes when %s becomes %s', (from, to) => {
    using miniature = copyMiniature();
    const before = versionOf(miniature);
    edit(miniature, `${COUNT}/exercise.json`, (text) => text.replace(from, to));
    expect(versionOf(miniature)).not.toBe(before);
  });

  it('stays when texts, the starter, an impostor, a title or the order of the keys change', () => {
    using miniature = copyMiniature();
    const before = versionOf(miniature);
    const texts = [
      `${COUNT}/task.en.md`,
      `${COUNT}/starter/count.hpp`,
      `${COUNT_SOLUTIONS}/impostors/incorrect.always-zero/count.hpp`,
    ];
    for (const file of texts) edit(miniature, file, (text) => `${text}\n`);
    edit(miniature, `${COUNT}/exercise.json`, (text) => {
      const { schema, ...rest } = JSON.parse(text) as { schema: number; minutes: number; metrics: { title: object }[] };
      const metrics = rest.metrics.map((metric) => Object.fromEntries(Object.entries(metric).toReversed()));
      return JSON.stringify({ ...rest, metrics, minutes: 7, schema }).replaceAll('Throughput', 'Speed');
    });
    expect(load(miniature).exercises[0]?.minutes).toBe(7);
    expect(versionOf(miniature)).toBe(before);
  });

  it('is computed when it is asked for, and then kept', () => {
    using miniature = copyMiniature();
    const early = load(miniature).exercises.find(({ id }) => id === ('basics/count' as ExerciseId));
    edit(miniature, `${COUNT}/contract.hpp`, (text) => `${text}// more\n`);
    const later = versionOf(miniature);
    expect(early?.version).toBe(later);
    edit(miniature, `${COUNT}/contract.hpp`, (text) => `${text}// still more\n`);
    expect(early?.version).toBe(later);
  });

  it('differs between exercises that look alike', () => {
    using miniature = copyMiniature();
    expect(new Set(load(miniature).exercises.map(({ version }) => version)).size).toBe(3);
  });
});
