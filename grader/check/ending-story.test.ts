import { describe, expect, it } from 'vitest';
import { endingSentence, sanitizerRefusal } from './ending-story.ts';

describe('endingSentence', () => {
  it('says that an early exit is not a success', () => {
    expect(endingSentence({ kind: 'exited', code: 0 }, 10)).toContain('exit code 0');
  });

  it('explains the signals that code ends by, and names the others', () => {
    expect(endingSentence({ kind: 'signalled', signal: 'SIGSEGV' }, 10)).toContain('memory');
    expect(endingSentence({ kind: 'signalled', signal: 'SIGSYS' }, 10)).toContain('start another process');
    expect(endingSentence({ kind: 'signalled', signal: 'SIGUSR1' }, 10)).toContain('SIGUSR1');
  });

  it('names the limit that was passed', () => {
    expect(endingSentence({ kind: 'timed-out' }, 15)).toContain('15 s');
  });
});

describe('sanitizerRefusal', () => {
  it('finds a sanitizer that could not set itself up', () => {
    const said = 'FATAL: ThreadSanitizer: unexpected memory mapping 0x55d5-0x55d6\n';
    expect(sanitizerRefusal(said)).toBe(said.trim());
  });

  it('does not take a finding for a refusal', () => {
    expect(sanitizerRefusal('ERROR: AddressSanitizer: heap-buffer-overflow on address 0x1')).toBeNull();
  });
});
