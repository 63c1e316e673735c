import { describe, expect, it } from 'vitest';
import { packageFlags } from './packages.ts';

describe('packageFlags', () => {
  it('asks for nothing where nothing is wanted', async () => {
    expect(await packageFlags([])).toEqual({ flags: [], libraries: [], versions: [] });
  });

  it('has libdpdk’s headers as system headers, and its libraries', async () => {
    const { flags, libraries, versions } = await packageFlags(['libdpdk']);
    expect(flags.filter((flag) => flag.startsWith('-I'))).toEqual([]);
    expect(flags).toContain('-isystem');
    expect(libraries).toContain('-lrte_ethdev');
    expect(libraries).toContain('-lrte_net_ring');
    expect(versions).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+/u)]);
  });
});
