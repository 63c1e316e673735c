import { describe, expect, it } from 'vitest';
import type { ExerciseId } from '../domain/exercise.ts';
import type { Progress } from '../domain/progress.ts';
import { renderList } from './list.ts';
import { renderRoadmap } from './roadmap.ts';
import { RING_EXERCISE } from './samples/exercise.ts';
import type { Screen } from './screen.ts';

const PLAIN: Screen = { columns: 80, colour: false, unicode: true, links: false, language: 'en' };
const progressOf = (over: Partial<Progress>): Progress => ({
  exercise: '',
  attempts: 1,
  lastVerdict: 'too-slow',
  passed: false,
  hintLevel: 0,
  ...over,
});
const OTHER = {
  ...RING_EXERCISE,
  id: 'batching/mmsg' as ExerciseId,
  title: { en: 'Batches', ko: '묶음' },
  after: [RING_EXERCISE.id],
};
const ROWS = [
  { exercise: RING_EXERCISE, progress: progressOf({ passed: true, attempts: 3 }) },
  { exercise: OTHER, progress: null },
];

describe('renderList', () => {
  it('shows state, name, title, time and attempts in columns', () => {
    expect(renderList(ROWS, PLAIN).split('\n')).toEqual([
      '  ✓ ring/spsc      A ring for two threads  60 min  passed, 3 attempts',
      '  ○ batching/mmsg  Batches                 60 min',
      '  1 of 2 done',
    ]);
  });

  it('never takes back what was passed, whatever came after', () => {
    const rows = [{ exercise: RING_EXERCISE, progress: progressOf({ passed: true, lastVerdict: 'incorrect' }) }];
    expect(renderList(rows, PLAIN)).toContain('✓ ring/spsc');
    expect(renderList(rows, PLAIN)).not.toContain('incorrect');
  });

  it('tells an attempt from nothing without colour', () => {
    expect(renderList([{ exercise: OTHER, progress: progressOf({}) }], PLAIN)).toContain(
      '~ batching/mmsg  Batches  60 min  too slow, 1 attempt',
    );
  });
});

describe('renderRoadmap', () => {
  it('marks the next exercise, says where its task and file are, and gives its command', () => {
    const text = renderRoadmap(ROWS, PLAIN, { next: OTHER, work: '/me/work' });
    expect(text).toContain('✓ ring/spsc');
    expect(text).toContain('▸ batching/mmsg');
    expect(text).toContain('Task  /lab/exercises/010-ring/010-spsc/task.en.md');
    expect(text).toContain('File  /me/work/batching/mmsg/spsc_ring.hpp');
    expect(text.split('\n').at(-1)).toBe('Next: lab grade batching/mmsg  when you have edited the file');
  });

  it('warns of exercises that are better done first', () => {
    const rows = [
      { exercise: RING_EXERCISE, progress: null },
      { exercise: OTHER, progress: null },
    ];
    expect(renderRoadmap(rows, PLAIN, { next: OTHER })).toContain('better after ring/spsc');
    expect(renderRoadmap(ROWS, PLAIN, { next: OTHER })).not.toContain('better after');
  });

  it('is kind when everything is done, and still has something to do', () => {
    const text = renderRoadmap(ROWS.slice(0, 1), PLAIN, { next: null });
    expect(text).toContain('You have passed every exercise.');
    expect(text).toContain('Next: lab solution ring/spsc');
  });

  it('links to task and file where the terminal knows links', () => {
    const text = renderRoadmap(ROWS, { ...PLAIN, links: true }, { next: OTHER, work: '/me/work' });
    expect(text).toContain('\u001b]8;;file:///me/work/batching/mmsg/spsc_ring.hpp\u0007');
  });
});
