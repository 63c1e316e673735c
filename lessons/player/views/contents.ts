import { entryOf, lessonOf, type PlayerState, type View } from '../state/state.ts';
import { canvasOf } from '../pages.ts';
import { cut } from '../../../grader/render/drawing.ts';
import { KEYS, PLAYER } from '../words/player.ts';
import type { Framed } from './frame.ts';

type ContentsView = Extract<View, { kind: 'contents' }>;

/** The sections of a lesson; those that have been passed are behind the reader. */
export function frameContents(state: PlayerState, { slug, selected }: ContentsView): Framed {
  const { pen, columns } = canvasOf(state);
  const entry = entryOf(state, slug);
  const sections = lessonOf(state, slug)?.sections ?? [];
  const reached = state.readings.get(slug)?.place.section ?? 0;
  const body = sections.map(({ title }, index) => {
    const chosen = index === selected;
    const mark = chosen ? pen.bold(pen.accent(pen.glyphs.current)) : ' ';
    const passed = index < reached ? pen.good(pen.glyphs.passed) : pen.dim(pen.glyphs.open);
    const text = cut(pen.foreign(title), columns - 4, pen.glyphs.ellipsis);
    return `${mark} ${passed} ${chosen ? pen.bold(text) : text}`;
  });
  const height = state.rows - 4;
  const top = Math.max(0, Math.min(body.length - height, selected - Math.floor(height / 2)));
  return {
    title: [pen.foreign(pen.say(entry?.title ?? PLAYER.contents)), pen.say(PLAYER.contents)],
    aside: '',
    body: Number.isFinite(height) ? body.slice(top, top + height) : body,
    keys: [
      ['↑↓', KEYS.choose],
      ['Enter', KEYS.open],
      ['c', KEYS.back],
      ['q', KEYS.quit],
    ],
  };
}
