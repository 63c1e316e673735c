import { describe, expect, it } from 'vitest';
import { Cancelled } from '../domain/errors.ts';
import { measureLock } from './measure-lock.ts';

const { signal } = new AbortController();
const quietly = { signal, onWait: () => {} };

describe('measureLock', () => {
  it('lets the second one wait, tells it for whom, and lets it in when the first is done', async () => {
    const first = await measureLock('the first', quietly);
    const seen: string[] = [];
    let entered = false;
    const told = Promise.withResolvers<null>();
    const second = measureLock('the second', {
      signal,
      onWait: (holder) => {
        seen.push(holder);
        told.resolve(null);
      },
    });
    const enter = async (): Promise<void> => {
      const lock = await second;
      entered = true;
      await lock[Symbol.asyncDispose]();
    };
    const entering = enter();
    await told.promise;
    expect(entered).toBe(false);
    await first[Symbol.asyncDispose]();
    await entering;
    expect(entered).toBe(true);
    expect(seen).toEqual(['the first']);
  });

  it('stops waiting when it is cancelled, without disturbing the holder', async () => {
    await using _held = await measureLock('the holder', quietly);
    const controller = new AbortController();
    const waiting = measureLock('impatient', {
      signal: controller.signal,
      onWait: () => {
        controller.abort();
      },
    });
    await expect(waiting).rejects.toBeInstanceOf(Cancelled);
  });
});
