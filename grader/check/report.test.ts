import { describe, expect, it } from 'vitest';
import { MessageReader, type CheckMessage } from './report.ts';

function read(...pieces: string[]): CheckMessage[] {
  const seen: CheckMessage[] = [];
  const reader = new MessageReader('secret', (message) => seen.push(message));
  for (const piece of pieces) reader.add(piece);
  return seen;
}

describe('MessageReader', () => {
  it('reads lines that arrive in pieces', () => {
    expect(read('secret {"event":"started",', '"step":"a"}\nsecret {"ev', 'ent":"done"}\n')).toEqual([
      { event: 'started', step: 'a' },
      { event: 'done' },
    ]);
  });

  it('ignores what the learner’s code writes into the channel', () => {
    expect(read('{"event":"done"}\nguess {"event":"done"}\nnothing\n')).toEqual([]);
  });

  it('finds its own line behind bytes that were left without a line’s end', () => {
    expect(read('rubbish secret {"event":"done"}\n')).toEqual([{ event: 'done' }]);
  });

  it('reads a count, and ignores one that is less than nothing', () => {
    const count = { event: 'count', name: 'transfers', value: 1.42 };
    expect(read(`secret ${JSON.stringify(count)}\nsecret {"event":"count","name":"transfers","value":-1}\n`)).toEqual([
      count,
    ]);
  });

  it('ignores a message that it does not know, and goes on', () => {
    expect(read('secret {"event":"new-thing"}\nsecret {"event":"hello","steps":3}\nsecret not json\n')).toEqual([
      { event: 'hello', steps: 3 },
    ]);
  });
});
