import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LAB, Learner } from './lab-runner.ts';
import { Terminal } from './terminal.ts';

let learner: Learner;
beforeEach(() => {
  learner = new Learner();
});
afterEach(() => {
  learner[Symbol.dispose]();
});

describe('lab in a terminal of 80 by 24', () => {
  it('shows progress while it grades, then the verdict on one screen', async () => {
    learner.answer('impostors/too-slow.sleeps-when-empty');
    using terminal = new Terminal(learner);
    terminal.type(`clear; ${LAB} grade ring/spsc; echo code=$?`, 'Enter');
    await terminal.shows(/Measuring {2}round \d/u);
    const screen = await terminal.shows(/code=\d/u);
    // A machine that is too busy to measure on has no verdict (3), and a longer explanation; it never has a wrong one.
    expect(screen).toMatch(/TOO SLOW[^]*code=1\b|code=3\b/u);
  });

  it('stops at Ctrl-C, gives the cursor back and exits with 130', async () => {
    learner.answer('naive');
    using terminal = new Terminal(learner);
    terminal.type(`clear; ${LAB} grade ring/spsc; echo code=$?`, 'Enter');
    await terminal.shows(/Compiling|Checking|Measuring/u);
    terminal.type('C-c');
    expect(await terminal.shows('code=130')).not.toContain('PASSED');
  });

  it('watches: checks on a save, gives a hint, quits', async () => {
    learner.answer('impostors/incorrect.off-by-one-capacity');
    using terminal = new Terminal(learner);
    terminal.type(`clear; ${LAB} watch ring/spsc; echo code=$?`, 'Enter');
    await terminal.shows('INCORRECT');
    await terminal.shows('q quit');
    const file = join(learner.work, 'ring/spsc/spsc_ring.hpp');
    writeFileSync(file, readFileSync(file, 'utf8').replace('#pragma once', '#pragma once\n#error stop here'));
    expect(await terminal.shows('stop here')).toContain('BUILD FAILED');
    await terminal.shows('q quit');
    terminal.type('h');
    await terminal.shows(/Hint 1/u);
    terminal.type('q');
    await terminal.shows('code=0');
  });

  it('asks before it resets, and takes no for an answer', async () => {
    learner.answer('naive');
    const file = join(learner.work, 'ring/spsc/spsc_ring.hpp');
    const mine = readFileSync(file, 'utf8');
    using terminal = new Terminal(learner);
    terminal.type(`clear; ${LAB} reset ring/spsc; echo code=$?`, 'Enter');
    await terminal.shows('backup');
    terminal.type('n', 'Enter');
    await terminal.shows('code=1');
    expect(readFileSync(file, 'utf8')).toBe(mine);
  });

  it('prints no escape sequence with NO_COLOR but the ones that move', async () => {
    using terminal = new Terminal(learner, { NO_COLOR: '1' });
    terminal.type(`${LAB} list | cat -v > seen; clear; echo done`, 'Enter');
    await terminal.shows('done');
    expect(readFileSync(join(learner.work, 'seen'), 'utf8')).not.toContain('^[');
  });
});
