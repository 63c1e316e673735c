import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { moveAside, stage } from './files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const ours = { kind: 'bytes', bytes: Buffer.from('ours') } as const;

describe('stage', () => {
  it('gives way to an editor that saves between the look and the placing', () => {
    const path = join(folder, 'a.hpp');
    {
      using staged = stage(path, ours);
      writeFileSync(path, 'saved just now');
      expect(staged.place()).toBe(false);
    }
    expect(readFileSync(path, 'utf8')).toBe('saved just now');
    expect(readdirSync(folder)).toEqual(['a.hpp']);
  });

  it('leaves nothing where it is given up', () => {
    stage(join(folder, 'a.hpp'), ours)[Symbol.dispose]();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('moveAside', () => {
  it('finds nothing to move where another process was faster', () => {
    expect(moveAside(join(folder, 'gone.hpp'), join(folder, 'kept.hpp'))).toBe(false);
  });
});
