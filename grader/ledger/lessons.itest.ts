import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type LessonPlace } from './ledger.ts';
import { MIGRATIONS } from './schema.ts';
import { receiptOf, refusal } from './testing.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-lessons-'));
  file = join(folder, 'state/ledger.db');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const NOON = new Date('2026-01-02T12:00:00.000Z');
const LATER = new Date('2026-01-02T13:00:00.000Z');
const PLACE: LessonPlace = { lesson: 'sockets', at: NOON, section: 2, part: 1, block: 'cost', finished: false };

describe('a ledger from before there were lessons', () => {
  it('is upgraded, with everything that was in it', () => {
    mkdirSync(dirname(file), { recursive: true });
    const old = new DatabaseSync(file);
    old.exec(`${MIGRATIONS[0] ?? ''}; PRAGMA user_version = 1; INSERT INTO hints VALUES ('ring/spsc', 2)`);
    old.close();
    using ledger = openLedger(file);
    ledger.setLessonPlace(PLACE);
    expect(ledger.lessonPlaces()).toEqual([PLACE]);
    expect(ledger.progress()).toEqual([expect.objectContaining({ exercise: 'ring/spsc', hintLevel: 2 })]);
  });
});

describe('places', () => {
  it('are kept for each lesson, the last read first, and finished stays finished', () => {
    using ledger = openLedger(file);
    ledger.setLessonPlace({ ...PLACE, finished: true });
    ledger.setLessonPlace({ ...PLACE, lesson: 'rings', at: LATER });
    ledger.setLessonPlace({ ...PLACE, section: 0 });
    expect(ledger.lessonPlaces().map(({ lesson, section, finished }) => [lesson, section, finished])).toEqual([
      ['rings', 2, false],
      ['sockets', 0, true],
    ]);
  });
});

describe('answers', () => {
  it('are found under any name that the lesson had, the newer of two', () => {
    using ledger = openLedger(file);
    ledger.setLessonAnswer('old-name', { block: 'cost', at: NOON, answer: '1' });
    ledger.setLessonAnswer('old-name', { block: 'why', at: NOON, answer: '2' });
    ledger.setLessonAnswer('new-name', { block: 'cost', at: LATER, answer: '3' });
    expect(ledger.lessonAnswers(['new-name', 'old-name'])).toEqual([
      { block: 'cost', at: LATER, answer: '3' },
      { block: 'why', at: NOON, answer: '2' },
    ]);
    expect(ledger.lessonAnswers(['another'])).toEqual([]);
  });

  it('are replaced by the next', () => {
    using ledger = openLedger(file);
    for (const answer of ['1', '2']) ledger.setLessonAnswer('sockets', { block: 'cost', at: NOON, answer });
    expect(ledger.lessonAnswers(['sockets'])).toEqual([{ block: 'cost', at: NOON, answer: '2' }]);
  });
});

function exported(): string {
  using ledger = openLedger(file);
  ledger.recordAttempt(receiptOf({ verdict: 'passed', reason: 'faster-than-the-line' }), NOON);
  ledger.setHintLevel('basics/count', 2);
  ledger.setSetting('lang', 'ko');
  ledger.setLessonPlace(PLACE);
  ledger.setLessonAnswer('sockets', { block: 'cost', at: NOON, answer: '{"kind":"quiz"}' });
  return ledger.exportProgress();
}

describe('exported progress', () => {
  it('is the same progress in another ledger, and adds nothing the second time', () => {
    const json = exported();
    using other = openLedger(join(folder, 'other.db'));
    expect(other.importProgress(json)).toEqual({ attempts: 1, lessons: 1, answers: 1 });
    expect(other.exportProgress()).toBe(json);
    expect(other.progress()).toEqual([expect.objectContaining({ passed: true, hintLevel: 2 })]);
    expect(other.importProgress(json)).toEqual({ attempts: 0, lessons: 0, answers: 0 });
  });

  it('never replaces what is newer here', () => {
    const json = exported();
    using other = openLedger(join(folder, 'other.db'));
    other.setLessonPlace({ ...PLACE, at: LATER, section: 5 });
    other.setLessonAnswer('sockets', { block: 'cost', at: LATER, answer: 'mine' });
    other.setHintLevel('basics/count', 3);
    other.setSetting('lang', 'en');
    other.importProgress(json);
    expect(other.lessonPlaces()).toEqual([{ ...PLACE, at: LATER, section: 5 }]);
    expect(other.lessonAnswers(['sockets'])).toEqual([{ block: 'cost', at: LATER, answer: 'mine' }]);
    expect(other.progress()).toEqual([expect.objectContaining({ hintLevel: 3, attempts: 1 })]);
    expect(other.setting('lang')).toBe('en');
  });

  it.each([
    ['no JSON', 'hello', 'it is not JSON'],
    ['another schema', '{"schema": 7}', 'schema'],
    [
      'a row that is none',
      '{"schema":1,"attempts":[{}],"hints":[],"settings":[],"lessons":[],"answers":[]}',
      'attempts.0',
    ],
  ])('is refused as a whole: %s', (_, json, why) => {
    using ledger = openLedger(file);
    const error = refusal(() => ledger.importProgress(json));
    expect(error.code).toBe('bad-progress-file');
    expect(error.message).toContain(why);
  });
});
