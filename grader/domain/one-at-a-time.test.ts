import { describe, expect, it } from 'vitest';
import { Cancelled } from './errors.ts';
import { OneAtATime } from './one-at-a-time.ts';

/** Until its signal fires. */
async function forever(signal: AbortSignal): Promise<void> {
  await new Promise<void>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Cancelled());
    });
  });
}

describe('OneAtATime', () => {
  it('cancels what runs, and begins the next when it has ended', async () => {
    const story: string[] = [];
    const errors: unknown[] = [];
    const runner = new OneAtATime((error) => errors.push(error));
    runner.begin(async (signal) => {
      story.push('first begins');
      try {
        await forever(signal);
      } finally {
        story.push('first ends');
      }
    });
    await Promise.resolve();
    await Promise.resolve();
    runner.begin(async () => {
      story.push('second');
      await Promise.resolve();
    });
    await new Promise((done) => {
      setImmediate(done);
    });
    expect(story).toEqual(['first begins', 'first ends', 'second']);
    expect(errors).toEqual([]);
  });

  it('never begins what was replaced before its turn', async () => {
    const story: string[] = [];
    const runner = new OneAtATime(() => {});
    for (const name of ['a', 'b', 'c']) {
      runner.begin(async () => {
        story.push(name);
        await Promise.resolve();
      });
    }
    await new Promise((done) => {
      setImmediate(done);
    });
    expect(story).toEqual(['c']);
  });

  it('hands on what goes wrong, and goes on', async () => {
    const errors: unknown[] = [];
    const runner = new OneAtATime((error) => errors.push(error));
    const bug = new Error('bug');
    runner.begin(async () => {
      await Promise.reject(bug);
    });
    await new Promise((done) => {
      setImmediate(done);
    });
    expect(errors).toEqual([bug]);
    await runner.stop();
  });

  it('is stopped only when what runs has ended', async () => {
    let ended = false;
    const runner = new OneAtATime(() => {});
    runner.begin(async (signal) => {
      await forever(signal).catch(() => {});
      await new Promise((done) => {
        setImmediate(done);
      });
      ended = true;
    });
    await Promise.resolve();
    await runner.stop();
    expect(ended).toBe(true);
  });
});
