import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostFacts } from '../../grader/domain/host.ts';
import { receipt } from '../../grader/domain/receipt.ts';
import { Learner } from './lab-runner.ts';

let learner: Learner;
beforeEach(() => {
  learner = new Learner();
});
afterEach(() => {
  learner[Symbol.dispose]();
});

describe('lab, as a user runs it', () => {
  it('lays the next exercise ready and says how to go on', async () => {
    const { code, stdout } = await learner.lab(['start']);
    expect(code).toBe(0);
    expect(stdout).toContain('lab grade ring/spsc');
    expect(readFileSync(join(learner.work, 'ring/spsc/spsc_ring.hpp'), 'utf8')).toContain('TODO(you)');
  });

  it('lists in English and Korean, without colour when nobody looks', async () => {
    const english = await learner.lab(['list']);
    expect(english.stdout).toContain('ring/spsc');
    expect(english.stdout).not.toContain('\u001B');
    expect((await learner.lab(['list', '--lang', 'ko'])).stdout).toMatch(/[가-힣]/u);
    expect((await learner.lab(['list'], { LANG: 'ko_KR.UTF-8' })).stdout).toMatch(/[가-힣]/u);
  });

  it('says "did you mean" for a wrong id, and exits with 2', async () => {
    const { code, stderr } = await learner.lab(['grade', 'ring/spcs']);
    expect(code).toBe(2);
    expect(stderr).toContain('ring/spsc');
  });

  it('takes an abbreviation', async () => {
    const { code, stdout } = await learner.lab(['hint', 'r/s', '--level', '1']);
    expect(code).toBe(0);
    expect(stdout.length).toBeGreaterThan(100);
  });

  it('exits with 2 for what it does not know, in one line and a next step', async () => {
    const unknown = await learner.lab(['grad']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('grade');
    expect((await learner.lab(['grade', '--profile', 'huge'])).code).toBe(2);
    const json = await learner.lab(['grade', 'nothing/here', '--json']);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'unknown-exercise' } });
  });

  it('does not check what was never touched', async () => {
    const { code, stdout } = await learner.lab(['grade', 'ring/spsc', '--json']);
    expect(code).toBe(1);
    expect(receipt.parse(JSON.parse(stdout)).verdict).toBe('unchanged');
  });

  it('shows the first compiler error with its place', async () => {
    await learner.lab(['start']);
    const file = join(learner.work, 'ring/spsc/spsc_ring.hpp');
    writeFileSync(file, readFileSync(file, 'utf8').replace('return false;', 'return flase;'));
    const { code, stdout } = await learner.lab(['grade', 'ring/spsc']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/spsc_ring\.hpp:\d+:\d+/u);
    expect(stdout).toContain('flase');
  });

  it('tells the story of a wrong answer', async () => {
    learner.answer('impostors/incorrect.off-by-one-capacity');
    const { code, stdout } = await learner.lab(['grade', 'ring/spsc', '--json']);
    expect(code).toBe(1);
    const parsed = receipt.parse(JSON.parse(stdout));
    expect(parsed.verdict).toBe('incorrect');
    const failed = parsed.checks.filter((check) => check.status === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]?.story.length).toBeGreaterThan(1);
  });

  it('names the members that share a cache line where too many lines move', async () => {
    learner.answer('impostors/too-slow.indices-on-one-line');
    const { stdout, code } = await learner.lab(['grade', 'ring/spsc', '--correctness-only', '--json']);
    const parsed = receipt.parse(JSON.parse(stdout));
    expect([code, parsed.verdict]).toEqual([1, 'too-slow']);
    const shared = parsed.advice.find(({ text }) => text.includes('share a cache line'))?.text;
    expect(shared).toMatch(/offset 0 `pushed_`.* offset 16 `popped_`.* of SpscRing/u);
  });

  it('keeps a backup when it resets, and brings it back', async () => {
    learner.answer('naive');
    const file = join(learner.work, 'ring/spsc/spsc_ring.hpp');
    const mine = readFileSync(file, 'utf8');
    expect((await learner.lab(['reset', 'ring/spsc'])).code).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe(mine);
    expect((await learner.lab(['reset', 'ring/spsc', '--yes'])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('TODO(you)');
    expect((await learner.lab(['reset', 'ring/spsc', '--undo'])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(mine);
  });

  it('does not give the solution away before it was earned', async () => {
    const refused = await learner.lab(['solution', 'ring/spsc']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('lab hint');
    expect((await learner.lab(['solution', 'ring/spsc', '--force'])).code).toBe(0);
  });

  it('counts the attempts and remembers the hints', async () => {
    learner.answer('impostors/incorrect.off-by-one-capacity');
    await learner.lab(['grade', 'ring/spsc', '--correctness-only']);
    await learner.lab(['hint', 'ring/spsc']);
    const second = await learner.lab(['hint', 'ring/spsc', '--json']);
    expect(JSON.parse(second.stdout)).toMatchObject({ level: 2 });
    const list = await learner.lab(['list', '--json']);
    const { exercises } = JSON.parse(list.stdout) as { exercises: { exercise: string }[] };
    expect(exercises.find((one) => one.exercise === 'ring/spsc')).toMatchObject({
      attempts: 1,
      lastVerdict: 'incorrect',
    });
  });

  it('says what the machine can do', async () => {
    const { stdout } = await learner.lab(['doctor', '--json', '--no-noise']);
    const report = JSON.parse(stdout) as { capabilities: { capability: string; ok: boolean }[]; host: unknown };
    expect(report.capabilities.find((one) => one.capability === 'compiler')?.ok).toBe(true);
    expect(hostFacts.safeParse(report.host).error).toBeUndefined();
  });

  it('judges a recording as it was judged when it was made', async () => {
    learner.answer('impostors/too-slow.sleeps-when-empty');
    const graded = await learner.lab(['grade', 'ring/spsc', '--json']);
    const parsed = receipt.parse(JSON.parse(graded.stdout));
    expect(parsed.evidence).not.toBeNull();
    const replayed = await learner.lab(['judge', '--replay', parsed.evidence ?? '', '--json']);
    expect(JSON.parse(replayed.stdout)).toMatchObject({ kind: parsed.verdict, reason: parsed.reason });
  });
});
