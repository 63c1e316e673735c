import { step, type Step } from './event.ts';
import { arriveAt } from './moves.ts';
import { lessonOf, type PlayerState, type View } from './state.ts';

type ContentsView = Extract<View, { kind: 'contents' }>;

/** A key in the table of contents. */
export function advanceContents(state: PlayerState, view: ContentsView, key: string): Step {
  const count = lessonOf(state, view.slug)?.sections.length ?? 0;
  const lesson = { kind: 'lesson', slug: view.slug } as const;
  const select = (index: number): Step =>
    step({ ...state, view: { ...view, selected: Math.max(0, Math.min(count - 1, index)) } });
  switch (key) {
    case 'up':
    case 'k':
      return select(view.selected - 1);
    case 'down':
    case 'j':
      return select(view.selected + 1);
    case 'home':
    case 'page-up':
      return select(0);
    case 'end':
    case 'page-down':
      return select(count - 1);
    case 'enter':
    case 'right':
    case ' ':
      return arriveAt({ ...state, view: lesson }, view.slug, { section: view.selected, part: 0, line: 0 });
    case 'c':
    case 'escape':
    case 'left':
    case 'b':
      return step({ ...state, view: lesson });
    default:
      return step(state);
  }
}
