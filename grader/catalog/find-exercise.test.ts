import { describe, expect, it } from 'vitest';
import { UserError } from '../domain/errors.ts';
import type { Exercise, ExerciseId } from '../domain/exercise.ts';
import { findExercise } from './find-exercise.ts';

const catalogOf = (...ids: string[]): { exercises: Exercise[] } => ({
  exercises: ids.map((id) => ({ id }) as Exercise),
});
const catalog = catalogOf('ring/spsc', 'ring/mpmc', 'batching/mmsg', 'sockets/standard', 'batching/mpmc');

function refusal(text: string, current?: string): UserError {
  try {
    findExercise(catalog, text, current === undefined ? {} : { current: current as ExerciseId });
  } catch (error) {
    if (error instanceof UserError) return error;
  }
  throw new Error(`"${text}" was taken`);
}

describe('findExercise', () => {
  it.each([
    ['ring/spsc', 'ring/spsc'],
    ['spsc', 'ring/spsc'],
    ['RING/SPSC', 'ring/spsc'],
    [' ring/spsc ', 'ring/spsc'],
    ['r/s', 'ring/spsc'],
    ['ri/sp', 'ring/spsc'],
    ['mm', 'batching/mmsg'],
    ['sock', 'sockets/standard'],
    ['sockets', 'sockets/standard'],
    ['bat/mm', 'batching/mmsg'],
    ['rgspc', 'ring/spsc'],
    ['exercises/010-ring/010-spsc/', 'ring/spsc'],
    ['work/ring/spsc', 'ring/spsc'],
    ['./exercises/010-ring/010-spsc', 'ring/spsc'],
  ])('takes "%s" for %s', (text, id) => {
    expect(findExercise(catalog, text).id).toBe(id);
  });

  it('prefers the exact name to a longer one that begins with it', () => {
    expect(findExercise(catalogOf('a/ring', 'b/ring-of-rings'), 'ring').id).toBe('a/ring');
  });

  it('lists the candidates where several fit', () => {
    const { code, message } = refusal('ring');
    expect(code).toBe('ambiguous-exercise');
    expect(message).toContain('ring/spsc, ring/mpmc');
    expect(message).not.toContain('batching');
  });

  it('takes the one in the topic that one is in, where several fit', () => {
    const current = 'batching/mmsg' as ExerciseId;
    expect(findExercise(catalog, 'mpmc', { current }).id).toBe('batching/mpmc');
    expect(refusal('mpmc').code).toBe('ambiguous-exercise');
    expect(refusal('mpmc', 'sockets/standard').code).toBe('ambiguous-exercise');
  });

  it('takes "." for the current exercise, if there is one', () => {
    expect(findExercise(catalog, '.', { current: 'ring/mpmc' as ExerciseId }).id).toBe('ring/mpmc');
    expect(refusal('.').code).toBe('unknown-exercise');
  });

  it.each([
    ['ring/spcs', 'ring/spsc'],
    ['ringg/spsc', 'ring/spsc'],
    ['spcs', 'ring/spsc'],
    ['soketts', 'sockets/standard'],
  ])('asks whether "%s" was meant to be %s', (text, id) => {
    const { code, next } = refusal(text);
    expect(code).toBe('unknown-exercise');
    expect(next).toContain(`Did you mean ${id}?`);
  });

  it.each(['', '   ', '/', 'x', 'quantum', '../../etc/passwd', 'x'.repeat(100_000)])(
    'does not guess at something that is far from everything (%#)',
    (text) => {
      const { code, next } = refusal(text);
      expect(code).toBe('unknown-exercise');
      expect(next).not.toContain('Did you mean');
    },
  );

  it('repeats what was typed without its control characters, and not at length', () => {
    expect(refusal('\u001B[31mred').message).toContain(String.raw`\u001b[31mred`);
    expect(refusal('x'.repeat(100_000)).message.length).toBeLessThan(200);
  });
});
