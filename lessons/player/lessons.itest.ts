import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../grader/catalog/catalog.ts';
import { LANGUAGES } from '../../grader/domain/language.ts';
import { widthOf } from '../../grader/render/drawing.ts';
import type { Screen } from '../../grader/render/screen.ts';
import { loadBook, openLesson, unitOf, type Block, type LessonEntry } from '../book/book.ts';
import type { Answer } from './answer.ts';
import { lookFor } from './io/look.ts';
import { pagesOf } from './pages.ts';
import { renderLesson } from './read.ts';
import type { PlayerState } from './state/state.ts';
import { atStart, resultOf, SCREEN, SWEEP } from './testing.ts';
import { drawScreen } from './views/screen.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const cache = mkdtempSync(join(tmpdir(), 'lab-lessons-'));
afterAll(() => {
  rmSync(cache, { recursive: true, force: true });
});

const { exercises } = loadCatalog(ROOT);
const exerciseIds = exercises.map(({ id }) => id);
const shipped = loadBook(ROOT, { exerciseIds, cache });
const fixture = loadBook(join(ROOT, 'lessons/book/fixture'), { exerciseIds, cache: join(cache, 'fixture') });
const LESSONS = [...shipped, ...fixture].map((entry) => [entry.slug, entry] as const);

/** An answer to every block, so that everything that a page may become is drawn. */
function answerTo(block: Block): Answer | null {
  switch (block.kind) {
    case 'predict': {
      const unit = unitOf(block.probe, block.figure);
      const name = { en: block.figure, ko: block.figure };
      const figure = { name: block.figure, title: name, unit, low: 80, median: 100, high: 130 };
      return { kind: 'predict', guess: 12_345, measured: resultOf({ name: block.probe, figures: [figure] }) };
    }
    case 'measure':
      return { kind: 'measure', measured: SWEEP };
    case 'quiz':
      return { kind: 'quiz', chosen: [0] };
    case 'try':
      return {
        kind: 'try',
        command: block.command,
        output: { ok: true, ending: 'exit code 0', text: 'x'.repeat(200) },
      };
    case 'step':
    case 'exercise':
      return null;
  }
}

/** Words alone: pages are torn at empty lines. */
function text(lines: readonly string[]): string {
  return lines.join('').replaceAll(/\s/gu, '');
}

function opened(entry: LessonEntry, about: Partial<PlayerState>, answered: boolean): PlayerState {
  const screen = about.screen ?? SCREEN;
  const lesson = openLesson(entry, screen.language);
  const blocks = lesson.sections.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === 'block' ? [part.block] : [])),
  );
  const answers = answered
    ? blocks.flatMap((block) => {
        const answer = answerTo(block);
        return answer ? [[`${entry.slug} ${block.id}`, answer] as const] : [];
      })
    : [];
  return {
    ...atStart({ ...about, book: [entry], exercises }),
    view: { kind: 'lesson', slug: entry.slug },
    lessons: new Map([[`${entry.slug} ${screen.language}`, lesson]]),
    answers: new Map(answers),
  };
}

const SCREENS = LANGUAGES.flatMap((language) =>
  [60, 80, 120].flatMap((columns) =>
    [true, false].map((colour): Screen => ({ columns, colour, language, unicode: true, links: false })),
  ),
);

describe.each(LESSONS)('the lesson %s', (_, entry) => {
  it.each(SCREENS)('fits every page at $columns columns ($language, colour $colour)', (screen) => {
    for (const answered of [false, true]) {
      const state = opened(entry, { screen, rows: 24 }, answered);
      const pages = pagesOf(state, entry.slug);
      expect(pages.length).toBeGreaterThan(1);
      for (const { place, lines } of pages) {
        expect(lines.length).toBeLessThanOrEqual(20);
        const reading = { place, block: '', finished: false, at: 0 };
        const drawn = drawScreen({ ...state, readings: new Map([[entry.slug, reading]]) });
        expect(drawn).toHaveLength(24);
        expect(drawn.filter((line) => widthOf(line) > screen.columns)).toEqual([]);
      }
    }
  });

  it.each(LANGUAGES)('shows each of its blocks on one page, and all of its text (%s)', (language) => {
    const state = opened(entry, { screen: { ...SCREEN, language } }, false);
    const lesson = openLesson(entry, language);
    const blocks = lesson.sections.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'block' ? [part.block.id] : [])),
    );
    const pages = pagesOf(state, entry.slug);
    expect(pages.flatMap(({ block }) => (block ? [block.id] : []))).toEqual(blocks);
    const whole = pagesOf({ ...state, rows: Number.POSITIVE_INFINITY }, entry.slug).flatMap(({ lines }) => lines);
    expect(text(pages.flatMap(({ lines }) => lines))).toBe(text(whole));
  });

  it.each(SCREENS)('is printed within $columns columns ($language, colour $colour)', (screen) => {
    const printed = renderLesson(entry, openLesson(entry, screen.language), screen, { exercises });
    expect(printed.split('\n').filter((line) => widthOf(line) > screen.columns)).toEqual([]);
  });

  it('names only steps that this lab can look for', async () => {
    const steps = openLesson(entry, 'en').sections.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'block' && part.block.kind === 'step' ? [part.block] : [])),
    );
    for (const { detect } of steps) {
      const { state, seen } = await lookFor(detect, new AbortController().signal);
      expect(['done', 'open', 'unknown']).toContain(state);
      expect(seen).not.toBe('');
    }
  });
});
