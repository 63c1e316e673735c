import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sourceLines } from './source-lines.ts';

it('reads lines of the learner’s files, and of nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-lines-'));
  try {
    writeFileSync(join(folder, 'ring.hpp'), 'one\n  two\n');
    const line = sourceLines(folder, ['ring.hpp']);
    expect([line('ring.hpp', 2), line('ring.hpp', 9), line('ring.hpp', -1)]).toEqual(['two', '', '']);
    expect(line('/etc/passwd', 1)).toBe('');
    expect(line('../ring.hpp', 1)).toBe('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
