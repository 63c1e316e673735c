import { LANGUAGES } from '../../../grader/domain/language.ts';
import type { Answer } from '../answer.ts';
import { pageIndexAt, pagesOf } from '../pages.ts';
import { PLAYER } from '../words/player.ts';
import { advanceAsked, searchEntries } from './advance-asked.ts';
import { advanceContents } from './advance-contents.ts';
import { advanceBenchEvent } from './advance-bench.ts';
import { advanceExercise } from './advance-exercise.ts';
import { advanceLesson } from './advance-lesson.ts';
import { advanceRoadmap } from './advance-roadmap.ts';
import { answered } from './answered.ts';
import { step, type PlayerEvent, type Step } from './event.ts';
import { arriveAt } from './moves.ts';
import { resolvePlace } from './place.ts';
import { lessonOf, replaced, START, type PlayerState } from './state.ts';

/**
 * The player: what is true after something has happened, and what is to be done about it. Pure; everything that the
 * reader sees is drawn from the state, and everything that touches the machine is an effect whose outcome is an event.
 */
export function advance(state: PlayerState, event: PlayerEvent): Step {
  switch (event.kind) {
    case 'key':
      return advanceKey({ ...state, notice: null }, event.key);
    case 'resized': {
      const { columns, rows } = event;
      return step({ ...state, screen: { ...state.screen, columns }, rows });
    }
    case 'tick':
      return advanceTick({ ...state, now: event.now });
    case 'asked':
      return advanceAsked({ ...state, asking: null }, event.ask, event.reply);
    case 'surveyed':
      return step({ ...state, blocked: event.blocked });
    case 'highlighting':
      return step({ ...state, highlight: event.highlight });
    case 'notice':
      return step({ ...state, notice: event.text, busy: null });
    case 'waiting': {
      const { busy } = state;
      return step(busy?.kind === 'probe' ? { ...state, busy: { ...busy, waitingFor: event.holder } } : state);
    }
    case 'stopped':
      return step({ ...state, busy: null, notice: PLAYER.stopped });
    case 'opened':
    case 'probed':
    case 'ran':
    case 'detected':
      return advanceLessonEvent(state, event);
    case 'bench':
    case 'saved':
    case 'grading':
    case 'graded':
    case 'hint':
    case 'solution':
      return advanceBenchEvent(state, event);
  }
}

function advanceKey(state: PlayerState, key: string): Step {
  const { view, busy } = state;
  if (key === 'ctrl-c') return busy ? step(state, { kind: 'cancel' }) : step(state, { kind: 'quit' });
  if (key === 'q') return step(state, { kind: 'cancel' }, { kind: 'quit' });
  if (view.kind === 'help') return step({ ...state, view: view.back });
  if (key === '?') return step({ ...state, view: { kind: 'help', back: view } });
  if (busy && view.kind !== 'exercise') return key === 'escape' ? step(state, { kind: 'cancel' }) : step(state);
  if (key === '/') return step(state, { kind: 'ask', ask: { kind: 'search', entries: searchEntries(state) } });
  if (key === 'l') return switchLanguage(state);
  switch (view.kind) {
    case 'roadmap':
      return advanceRoadmap(state, view, key);
    case 'lesson':
      return advanceLesson(state, view.slug, key);
    case 'contents':
      return advanceContents(state, view, key);
    case 'exercise':
      return advanceExercise(state, view, key);
  }
}

function switchLanguage(state: PlayerState): Step {
  const language = LANGUAGES.find((one) => one !== state.screen.language) ?? state.screen.language;
  const other = { ...state, screen: { ...state.screen, language } };
  const remember = { kind: 'save-language', language } as const;
  const { view } = other;
  if (view.kind === 'exercise') return step(other, remember, { kind: 'enter-exercise', id: view.id });
  if (view.kind !== 'lesson' && view.kind !== 'contents') return step(other, remember);
  if (lessonOf(other, view.slug)) return step(other, remember);
  return step(other, remember, { kind: 'open', slug: view.slug, language });
}

/** Somebody may be doing a step right now: it is looked at again and again while its page is shown. */
function advanceTick(state: PlayerState): Step {
  const { view, busy } = state;
  if (view.kind !== 'lesson' || busy) return step(state);
  const pages = pagesOf(state, view.slug);
  const block = pages[pageIndexAt(pages, state.readings.get(view.slug)?.place ?? START)]?.block;
  return block?.kind === 'step' ? step(state, { kind: 'detect', detector: block.detect }) : step(state);
}

type LessonEvent = Extract<PlayerEvent, { kind: 'opened' | 'probed' | 'ran' | 'detected' }>;

function advanceLessonEvent(state: PlayerState, event: LessonEvent): Step {
  switch (event.kind) {
    case 'opened': {
      const { slug, lesson, answers } = event;
      const lessons = replaced(state.lessons, `${slug} ${lesson.language}`, lesson);
      const remembered = [...answers].map(([block, answer]) => [`${slug} ${block}`, answer] as const);
      const next = { ...state, lessons, answers: new Map([...remembered, ...state.answers]) };
      const reading = state.readings.get(slug);
      const shown = state.view.kind === 'lesson' && state.view.slug === slug;
      return shown ? arriveAt(next, slug, reading ? resolvePlace(lesson, reading) : START) : step(next);
    }
    case 'probed': {
      const { slug, block, guess, result } = event;
      const kind = blockKind(state, slug, block);
      const answer: Answer =
        kind === 'predict' ? { kind, guess, measured: result } : { kind: 'measure', measured: result };
      return answered({ ...state, busy: null }, slug, block, answer);
    }
    case 'ran': {
      const { slug, block, command, output } = event;
      return answered({ ...state, busy: null }, slug, block, { kind: 'try', command, output });
    }
    case 'detected':
      return step({ ...state, detected: replaced(state.detected, event.detector, event.detected) });
  }
}

function blockKind(state: PlayerState, slug: string, id: string): string | undefined {
  const parts = lessonOf(state, slug)?.sections.flatMap((section) => section.parts) ?? [];
  const part = parts.find((one) => one.kind === 'block' && one.block.id === id);
  return part?.kind === 'block' ? part.block.kind : undefined;
}
