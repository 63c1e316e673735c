import type { ProbeName } from '../../../grader/domain/probe.ts';
import { widthOf } from '../../../grader/render/drawing.ts';
import { unitOf } from '../../book/book.ts';
import { hasSeveralRight } from '../blocks/quiz.ts';
import type { Page } from '../paginate.ts';
import { pageIndexAt, pagesOf } from '../pages.ts';
import { PLAYER } from '../words/player.ts';
import { step, type Step } from './event.ts';
import { arriveAt, enterExercise, showRoadmap } from './moves.ts';
import { nextKey, roadmapItems } from './roadmap-items.ts';
import { answerOf, START, type PlayerState } from './state.ts';

/** Cells of a line in a list of choices that are not its text, and one to spare. */
export const CHOICE_MARGIN = 8;

/** A key in a lesson. */
export function advanceLesson(state: PlayerState, slug: string, key: string): Step {
  const pages = pagesOf(state, slug);
  const index = pageIndexAt(pages, state.readings.get(slug)?.place ?? START);
  const page = pages[index];
  if (!page) return key === 'escape' || key === 'm' ? showRoadmap(state, slug) : step(state);
  switch (key) {
    case 'enter':
      return isOpen(state, slug, page) ? begin(state, slug, page) : onward(state, slug, pages, index);
    case ' ':
    case 'right':
    case 'page-down':
    case 'n':
      return onward(state, slug, pages, index);
    case 'left':
    case 'page-up':
    case 'b':
      return goTo(state, slug, pages, index - 1);
    case 'home':
      return goTo(state, slug, pages, 0);
    case 'end':
      return goTo(state, slug, pages, pages.length - 1);
    case 'a':
      return page.block ? begin(state, slug, page) : step(state);
    case 'c':
      return step({ ...state, view: { kind: 'contents', slug, selected: page.place.section } });
    case 'm':
    case 'escape':
      return showRoadmap(state, slug);
    default:
      return step(state);
  }
}

/** Is there something to do on this page that has not been done? */
export function isOpen(state: PlayerState, slug: string, { block }: Page): boolean {
  if (!block) return false;
  if (block.kind === 'step') return state.detected.get(block.detect)?.state === 'open';
  if (block.kind === 'exercise') return state.progress.get(block.id)?.passed !== true;
  return answerOf(state, slug, block.id) === null;
}

function goTo(state: PlayerState, slug: string, pages: readonly Page[], index: number): Step {
  const page = pages[Math.max(0, Math.min(pages.length - 1, index))];
  return page ? arriveAt(state, slug, page.place) : step(state);
}

/** Behind the last page lies the roadmap, at what comes next. */
function onward(state: PlayerState, slug: string, pages: readonly Page[], index: number): Step {
  if (index < pages.length - 1) return goTo(state, slug, pages, index + 1);
  const next = nextKey(state, roadmapItems(state, null));
  return showRoadmap({ ...state, notice: PLAYER.finished }, next ?? slug);
}

/** Starts what the page's block is there for. */
function begin(state: PlayerState, slug: string, { block }: Page): Step {
  if (!block) return step(state);
  const at = { slug, block: block.id };
  switch (block.kind) {
    case 'predict':
      return step(state, { kind: 'ask', ask: { kind: 'guess', ...at, unit: unitOf(block.probe, block.figure) } });
    case 'measure':
      return measure(state, at, block.probe, null);
    case 'quiz': {
      const choices = block.choices.map(({ text }) => text);
      // Where each choice fits on a line, the list of the question takes the place of the card's.
      const short = choices.every((text) => widthOf(text) <= state.screen.columns - CHOICE_MARGIN);
      const asking = { ...state, asking: short ? block.id : null };
      return step(asking, { kind: 'ask', ask: { kind: 'choose', ...at, choices, several: hasSeveralRight(block) } });
    }
    case 'try': {
      const answer = answerOf(state, slug, block.id);
      const command = answer?.kind === 'try' ? answer.command : block.command;
      return step(state, { kind: 'ask', ask: { kind: 'command', ...at, command } });
    }
    case 'step':
      return step(state, { kind: 'detect', detector: block.detect });
    case 'exercise':
      return enterExercise(state, block.id, slug);
  }
}

/** Runs a probe; what it finds comes back as an event. */
export function measure(
  state: PlayerState,
  { slug, block }: { readonly slug: string; readonly block: string },
  probe: ProbeName,
  guess: number | null,
): Step {
  return step(
    { ...state, busy: { kind: 'probe', name: probe, waitingFor: null } },
    { kind: 'probe', slug, block, probe, guess },
  );
}
