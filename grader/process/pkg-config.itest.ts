import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pkgConfig } from './pkg-config.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-pkg-config-'));
  writeFileSync(join(folder, 'lab-test.pc'), 'Name: lab-test\nDescription: a test\nVersion: 1.2\nCflags: -DA -DB\n');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

it('looks where a person has told pkg-config to look, as CMake does for the native core', async () => {
  expect(await pkgConfig(['--cflags', 'lab-test'])).toBeNull();
  vi.stubEnv('PKG_CONFIG_PATH', folder);
  expect(await pkgConfig(['--cflags', 'lab-test'])).toEqual(['-DA', '-DB']);
  expect(await pkgConfig(['--modversion', 'lab-test'])).toEqual(['1.2']);
});
