import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Learner } from './lab-runner.ts';

describe('the editor', () => {
  it('is told by clangd that the starter is sound, on first open', async () => {
    using learner = new Learner();
    await learner.lab(['start']);
    const file = join(learner.work, 'ring/spsc/spsc_ring.hpp');
    const { status, stderr } = spawnSync('clangd', [`--check=${file}`], { encoding: 'utf8', cwd: learner.work });
    expect(stderr).toContain('compile_commands.json');
    expect(stderr).toMatch(/All checks completed, 0 errors/u);
    expect(status).toBe(0);
  });

  it('is opened at the first error with --edit', async () => {
    using learner = new Learner();
    learner.answer('impostors/build-failed.says-one-less');
    const seen = join(learner.work, 'seen');
    const editor = join(learner.work, 'editor');
    execFileSync('sh', ['-c', `printf '#!/bin/sh\\necho "$@" > ${seen}\\n' > ${editor} && chmod +x ${editor}`]);
    await learner.lab(['grade', 'ring/spsc', '--edit'], { EDITOR: editor });
    expect(readFileSync(seen, 'utf8')).toContain('spsc_ring.hpp');
    const none = await learner.lab(['grade', 'ring/spsc', '--correctness-only', '--edit']);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('EDITOR');
  });
});
