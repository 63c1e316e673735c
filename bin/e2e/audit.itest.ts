import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { receipt } from '../../grader/domain/receipt.ts';
import { Learner } from './lab-runner.ts';

let learner: Learner;
beforeEach(() => {
  learner = new Learner();
});
afterEach(() => {
  learner[Symbol.dispose]();
});

it('holds answers against what their names promise, and is done with a wrong one at its first failed step', async () => {
  const report = join(learner.work, 'report.json');
  const asked = ['audit', 'ring/spsc', '--plain', '--only', 'incorrect.off-by-one', '--report', report];
  const { code, stdout } = await learner.lab(asked);
  expect([code, stdout]).toEqual([0, expect.stringContaining('got the verdict they were promised')]);
  const { cases } = JSON.parse(readFileSync(report, 'utf8')) as { cases: { outcome: string; receipt: unknown }[] };
  expect(cases.length).toBeGreaterThan(0);
  for (const one of cases) {
    const { verdict, checks } = receipt.parse(one.receipt);
    expect([one.outcome, verdict, checks.map(({ status }) => status)]).toEqual([
      'as-promised',
      'incorrect',
      ['failed'],
    ]);
  }
});
