import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../domain/language.ts';
import { renderEventLine } from './event-line.ts';
import { advanceProgress, renderProgress, startProgress, type ProgressState } from './progress.ts';
import { EVENTS } from './samples/events.ts';
import { RING_EXERCISE } from './samples/exercise.ts';
import { checkOf, metricOf, PASSED_METRICS, SLOW_METRICS } from './samples/results.ts';
import type { Screen } from './screen.ts';

const PLAIN: Screen = { columns: 80, colour: false, unicode: true, links: false, language: 'en' };
const after = (...events: readonly (typeof EVENTS)[number][]): ProgressState => {
  let state = startProgress();
  for (const event of events) state = advanceProgress(state, event);
  return state;
};
const draw = (state: ProgressState, screen: Screen = PLAIN): string => renderProgress(state, RING_EXERCISE, screen, 0);

const bar = (seconds: number): number =>
  draw(after({ kind: 'block', index: 0, metrics: [...PASSED_METRICS], seconds, capSeconds: 10 })).split('━').length - 1;

describe('progress', () => {
  it('never takes more than six lines, whatever has been heard', () => {
    const many = Array.from({ length: 9 }, (_, index) => metricOf(`metric ${String(index)}`));
    const busy = EVENTS.map((event) => (event.kind === 'block' ? { ...event, metrics: many } : event));
    for (const events of [EVENTS, busy]) {
      for (let heard = 0; heard <= events.length; heard += 1) {
        for (const language of LANGUAGES) {
          const lines = draw(after(...events.slice(0, heard)), { ...PLAIN, language }).split('\n');
          expect(lines.length).toBeLessThanOrEqual(6);
          expect(lines[0]).not.toBe('');
        }
      }
    }
  });

  it('counts ended steps and names those that run', () => {
    const state = after(
      { kind: 'stage', stage: 'building' },
      { kind: 'step-started', name: 'one-item' },
      { kind: 'step-ended', result: checkOf('one-item') },
      { kind: 'step-started', name: 'boundaries' },
      { kind: 'step-started', name: 'race-single' },
    );
    expect(draw(state)).toBe(
      '⠋ Checking  1 of 15 steps\n  Full and empty at capacities 1, 2, 4 and 1024\n  Two threads, item by item: no data race',
    );
  });

  it('says at once that a step failed', () => {
    expect(draw(after({ kind: 'step-ended', result: checkOf('bulk', { status: 'failed' }) }))).toContain('✗ 1 failed');
  });

  it('shows each metric with its running ratio, its line and its rounds', () => {
    const lines = draw(
      after({ kind: 'block', index: 6, metrics: [...SLOW_METRICS], seconds: 12.4, capSeconds: 30 }),
    ).split('\n');
    expect(lines[0]).toContain('round 7');
    expect(lines[0]).toContain('12 s of at most 30 s');
    expect(lines[2]).toBe('  ✗ Round trip over two rings   0.31×  line 0.50×  0 won, 9 lost');
  });

  it('fills its bar as the time goes, and not further', () => {
    expect([0, 5, 10, 99].map(bar)).toEqual([0, 8, 16, 16]);
  });

  it('says who is being waited for, until it goes on', () => {
    const waiting = after({ kind: 'waiting', holder: 'lab grade ring/spsc (process 4711)' });
    expect(draw(waiting)).toContain('process 4711');
    expect(draw(advanceProgress(waiting, { kind: 'stage', stage: 'measuring' }))).not.toContain('process 4711');
  });

  it('turns its spinner with the clock and changes nothing else', () => {
    const texts = [0, 100, 200].map((now) => renderProgress(startProgress(), RING_EXERCISE, PLAIN, now));
    expect(new Set(texts).size).toBe(3);
    expect(new Set(texts.map((text) => text.slice(1))).size).toBe(1);
  });

  it('does not change the state that it is given', () => {
    const state = startProgress();
    advanceProgress(state, { kind: 'step-ended', result: checkOf('bulk') });
    expect(state).toEqual(startProgress());
  });
});

describe('event lines', () => {
  it('print stages, warnings and waiting, and nothing of what comes often', () => {
    const printed = EVENTS.filter((event) => renderEventLine(event, RING_EXERCISE, PLAIN) !== null).map(
      ({ kind }) => kind,
    );
    expect(printed).toEqual(['stage', 'stage', 'warning', 'waiting', 'stage']);
  });

  it('give a warning with what to do about it', () => {
    const line = renderEventLine(
      { kind: 'warning', text: 'not \u001b[31msaved', next: 'lab doctor' },
      RING_EXERCISE,
      PLAIN,
    );
    expect(line).toBe('Warning: not saved\n  lab doctor');
  });
});
