import type { Answer } from '../answer.ts';
import { step, type Step } from './event.ts';
import { arriveAt } from './moves.ts';
import { lessonOf, replaced, type PlayerState } from './state.ts';

/** An answer, kept and shown: the page that it makes longer is turned back to the block's beginning. */
export function answered(state: PlayerState, slug: string, block: string, answer: Answer): Step {
  const answers = replaced(state.answers, `${slug} ${block}`, answer);
  const next = { ...state, answers };
  const sections = lessonOf(state, slug)?.sections ?? [];
  for (const [section, { parts }] of sections.entries()) {
    const part = parts.findIndex((one) => one.kind === 'block' && one.block.id === block);
    if (part === -1) continue;
    const { state: arrived, effects } = arriveAt(next, slug, { section, part, line: 0 });
    return step(arrived, { kind: 'save-answer', slug, block, answer }, ...effects);
  }
  return step(next, { kind: 'save-answer', slug, block, answer });
}
