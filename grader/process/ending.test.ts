import { describe, expect, it } from 'vitest';
import { endingOf, parseGuardStatus } from './ending.ts';

describe('endingOf', () => {
  it('takes a small exit code as it is', () => {
    expect(endingOf(3, null)).toEqual({ kind: 'exited', code: 3 });
    expect(endingOf(255, null)).toEqual({ kind: 'exited', code: 255 });
  });

  it('reads a signal out of an exit code, because bubblewrap reports it that way', () => {
    expect(endingOf(128 + 11, null)).toEqual({ kind: 'signalled', signal: 'SIGSEGV' });
    expect(endingOf(128 + 31, null)).toEqual({ kind: 'signalled', signal: 'SIGSYS' });
  });

  it('takes the signal where there is no exit code', () => {
    expect(endingOf(null, 'SIGABRT')).toEqual({ kind: 'signalled', signal: 'SIGABRT' });
  });
});

describe('parseGuardStatus', () => {
  it('reads what the guard writes', () => {
    expect(parseGuardStatus('{"exit":0,"signal":null,"survivors":2,"maxRssKib":4096,"cpuNs":5}\n')).toEqual({
      exit: 0,
      signal: null,
      survivors: 2,
      maxRssKib: 4096,
    });
  });

  it('is null when the guard was killed before it wrote a whole line', () => {
    expect(parseGuardStatus('')).toBeNull();
    expect(parseGuardStatus('{"exit":')).toBeNull();
  });
});
