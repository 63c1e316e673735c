import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROBE_NAMES, probeResult } from '../../grader/domain/probe.ts';
import { Learner } from './lab-runner.ts';

let learner: Learner;
beforeEach(() => {
  learner = new Learner();
});
afterEach(() => {
  learner[Symbol.dispose]();
});

describe('lab probe', () => {
  it('lists what can be measured, in two languages and as JSON, and measures nothing', async () => {
    const english = await learner.lab(['probe']);
    expect(english.code).toBe(0);
    for (const name of PROBE_NAMES) expect(english.stdout).toContain(name);
    expect((await learner.lab(['probe', '--lang', 'ko'])).stdout).toContain('거짓 공유');
    const json = JSON.parse((await learner.lab(['probe', '--json'])).stdout) as { probes: { name: string }[] };
    expect(json.probes.map((probe) => probe.name)).toEqual([...PROBE_NAMES]);
  });

  it('measures one by the beginning of its name, for eyes and for programs', async () => {
    const shown = await learner.lab(['probe', 'sys']);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/getppid {2}\d/u);
    expect(shown.stdout).not.toContain('\u001B');
    const { stdout } = await learner.lab(['probe', 'clock', '--json']);
    expect(probeResult.parse(JSON.parse(stdout)).figures).toHaveLength(2);
  });

  it('says what was meant by a name that is none, and exits with 2', async () => {
    const { code, stderr } = await learner.lab(['probe', 'page-size']);
    expect(code).toBe(2);
    expect(stderr).toContain('lab probe page-fault');
    expect((await learner.lab(['probe', 'c'])).stderr).toContain('clock or cache-levels');
    expect((await learner.lab(['probe', 'clock', '--all'])).code).toBe(2);
  });

  it('ends at Ctrl-C', async () => {
    const child = learner.start(['probe', '--all']);
    const printed = new Promise((resolve) => child.stdout?.once('data', resolve));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await printed;
    child.kill('SIGINT');
    expect(await ended).toBe(130);
  });
});
