import { cut } from '../../../grader/render/drawing.ts';
import { isOpen } from '../state/advance-lesson.ts';
import { entryOf, START, type PlayerState } from '../state/state.ts';
import { canvasOf, pageIndexAt, pagesOf } from '../pages.ts';
import type { Page } from '../paginate.ts';
import { KEYS, PLAYER } from '../words/player.ts';
import { drawBusy } from './busy.ts';
import type { Framed, KeyHelp } from './frame.ts';

const MOVING: readonly KeyHelp[] = [
  ['← →', KEYS.scroll],
  ['c', KEYS.contents],
  ['m', KEYS.roadmap],
  ['/', KEYS.search],
  ['?', KEYS.help],
  ['q', KEYS.quit],
];

/** One page of a lesson. */
export function frameLesson(state: PlayerState, slug: string): Framed {
  const { pen, columns } = canvasOf(state);
  const title = pen.foreign(pen.say(entryOf(state, slug)?.title ?? { en: slug, ko: slug }));
  const pages = pagesOf(state, slug);
  const index = pageIndexAt(pages, state.readings.get(slug)?.place ?? START);
  const page = pages[index];
  if (!page)
    return { title: [title], aside: '', body: [pen.dim(pen.foreign(pen.say(PLAYER.loading)))], keys: MOVING.slice(2) };
  const { busy } = state;
  const section = page.place.section === 0 ? '' : pen.foreign(page.title);
  const aside = `${String(index + 1)}/${String(pages.length)}`;
  if (busy) {
    const height = Math.max(0, state.rows - 4 - 2);
    const body = [
      ...page.lines.slice(0, height),
      '',
      cut(drawBusy(busy, state.now, pen), columns, pen.glyphs.ellipsis),
    ];
    return { title: [title, section], aside, body, keys: [['Ctrl-C', KEYS.stop]] };
  }
  return {
    title: [title, section],
    aside,
    body: page.lines,
    keys: keysOf(state, slug, page, index === pages.length - 1),
  };
}

function keysOf(state: PlayerState, slug: string, page: Page, last: boolean): KeyHelp[] {
  const { block } = page;
  const onward: KeyHelp = ['Enter', last ? KEYS.finish : KEYS.onward];
  if (!block) return [onward, ...MOVING];
  const does = {
    predict: KEYS.guess,
    measure: KEYS.measure,
    quiz: KEYS.answer,
    step: KEYS.look,
    try: KEYS.run,
    exercise: KEYS.begin,
  };
  if (isOpen(state, slug, page)) return [['Enter', does[block.kind]], ...MOVING];
  return [onward, ['a', block.kind === 'exercise' ? KEYS.open : KEYS.again], ...MOVING];
}
