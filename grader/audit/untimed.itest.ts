import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadCatalog } from '../catalog/catalog.ts';
import type { Exercise } from '../domain/exercise.ts';
import type { Receipt } from '../domain/receipt.ts';
import { grade } from '../pipeline/grade.ts';
import { promisesOf } from './audit.ts';

const COUNT = 'exercises/010-basics/010-count';

/** The fixture's `basics/count` without metrics and arm, and without the naive solution where nothing is counted. */
class Untimed implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'lab-untimed-'));
  readonly exercise: Exercise;

  constructor(counts: readonly object[]) {
    cpSync(join(import.meta.dirname, '../fixtures/miniature'), this.root, { recursive: true });
    this.edit('exercise.json', (text) => {
      const { arm: _arm, ...rest } = JSON.parse(text) as { arm: string };
      return JSON.stringify({ ...rest, metrics: [], counts });
    });
    if (counts.length === 0) rmSync(join(this.root, 'solutions/010-basics/010-count/naive'), { recursive: true });
    const exercise = loadCatalog(this.root, { cache: join(this.root, 'cache') }).exercises[0];
    if (!exercise) throw new Error('the miniature has no exercise');
    this.exercise = exercise;
  }

  edit(file: string, change: (text: string) => string): void {
    const path = join(this.root, COUNT, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  }

  /** Graded with this checkout's harness, as every exercise is. */
  async grade(name: string): Promise<Receipt> {
    const work = join(this.root, 'work');
    const paths = {
      root: join(import.meta.dirname, '../..'),
      cache: join(this.root, 'cache'),
      work,
      state: join(work, '.lab'),
    };
    const { signal } = new AbortController();
    const how = { correctnessOnly: false, profile: 'quick', keepMeasuring: false } as const;
    return await grade(
      { exercise: this.exercise, source: { kind: 'solution', name }, ...how },
      { signal, paths, onEvent: () => {}, now: () => new Date() },
    );
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

it('passes what is only checked when the checks have passed, and measures nothing', async () => {
  using untimed = new Untimed([]);
  const right = await untimed.grade('reference');
  expect(right).toMatchObject({ verdict: 'passed', reason: 'checks-passed', metrics: [], counts: [], evidence: null });
  const wrong = await untimed.grade('impostors/incorrect.always-zero');
  expect(wrong).toMatchObject({ verdict: 'incorrect', reason: 'check-failed' });
  expect(promisesOf(untimed.exercise).map(({ name }) => name)).not.toContain('naive');
});

it('lets counts alone decide where nothing is timed', async () => {
  const titled = { title: { en: 'Calls', ko: '호출' }, unit: 'calls', line: 2, reference: 1, naive: 4 };
  using untimed = new Untimed([{ name: 'calls', ...titled }]);
  const count = (calls: string): void => {
    untimed.edit('check/behaviour.cc', (text) =>
      text.replace(/(?:check\.count.*\n)?\}\n\nconstexpr/u, `check.count("calls", ${calls});\n}\n\nconstexpr`),
    );
  };
  count('1');
  expect(await untimed.grade('reference')).toMatchObject({
    verdict: 'passed',
    reason: 'within-the-lines',
    counts: [{ name: 'calls', yours: 1, decision: 'passed' }],
  });
  count('3');
  expect(await untimed.grade('reference')).toMatchObject({ verdict: 'too-slow', reason: 'over-the-line' });
  expect(promisesOf(untimed.exercise)).toContainEqual(expect.objectContaining({ name: 'naive', expected: 'too-slow' }));
});

it('says what a machine lacks for a step, and holds the answer for right all the same', async () => {
  using untimed = new Untimed([]);
  untimed.edit('check/behaviour.cc', (text) =>
    text
      .replace(
        '}\n\nconstexpr',
        '}\nvoid rare(lab::Check& check) { check.cannot_judge_here("No {} here.", 7); }\n\nconstexpr',
      )
      .replace('{"answer", answer}', '{"answer", answer}, {"rare", rare}, {"rarer", answer, "rare"}'),
  );
  expect(await untimed.grade('reference')).toMatchObject({
    verdict: 'passed',
    checks: [
      { name: 'answer', status: 'passed' },
      { name: 'rare', status: 'unjudged', story: ['No 7 here.'] },
      { name: 'rarer', status: 'skipped' },
    ],
  });
});

it('does not let an answer say that it cannot be judged', async () => {
  using untimed = new Untimed([]);
  const forged = 'n == 0 ? 0 : (lab::Check{}.cannot_judge_here("Not here."), 0)';
  untimed.edit(
    '../../../solutions/010-basics/010-count/impostors/incorrect.always-zero/count.hpp',
    (text) => `#include "lab/check.hpp"\n${text.replace('0 * n', forged)}`,
  );
  const receipt = await untimed.grade('impostors/incorrect.always-zero');
  expect(receipt.verdict).toBe('incorrect');
  expect(receipt.checks[0]?.story.at(-1)).toContain('cannot be judged here');
});
