import type { Block } from '../../book/book.ts';
import { step, type Ask, type Reply, type Step } from './event.ts';
import { measure } from './advance-lesson.ts';
import { openSelected } from './advance-roadmap.ts';
import { answered } from './answered.ts';
import { lessonOf, type PlayerState } from './state.ts';

/** What the reader answered to a question. Nothing, where they changed their mind: then nothing happens. */
export function advanceAsked(state: PlayerState, ask: Ask, reply: Reply): Step {
  if (reply === null) return step(state);
  switch (ask.kind) {
    case 'guess': {
      const block = blockOf(state, ask.slug, ask.block);
      const guess = reply.kind === 'number' ? reply.value : null;
      return block?.kind === 'predict' ? measure(state, ask, block.probe, guess) : step(state);
    }
    case 'choose': {
      const chosen = reply.kind === 'chosen' ? reply.chosen : [];
      return answered(state, ask.slug, ask.block, { kind: 'quiz', chosen });
    }
    case 'command': {
      if (reply.kind !== 'text' || reply.text.trim() === '') return step(state);
      const { slug, block } = ask;
      const command = reply.text.trim();
      return step({ ...state, busy: { kind: 'command', command } }, { kind: 'run', slug, block, command });
    }
    case 'search':
      return reply.kind === 'text' ? openSelected(state, reply.text) : step(state);
    case 'reset':
      return step(state, { kind: 'reset', id: ask.id });
  }
}

function blockOf(state: PlayerState, slug: string, id: string): Block | undefined {
  const parts = lessonOf(state, slug)?.sections.flatMap((section) => section.parts) ?? [];
  const part = parts.find((one) => one.kind === 'block' && one.block.id === id);
  return part?.kind === 'block' ? part.block : undefined;
}

/** Everything that can be jumped to: lessons with their summaries and terms, exercises with their concepts. */
export function searchEntries({ book, exercises, screen }: PlayerState): Extract<Ask, { kind: 'search' }>['entries'] {
  const { language } = screen;
  const lessons = book.map(({ slug, title, summary, glossary }) => ({
    name: title[language],
    value: slug,
    text: [slug, title.en, title.ko, summary[language], ...glossary.flatMap(({ term }) => [term.en, term.ko])].join(
      ' ',
    ),
  }));
  const tasks = exercises.map(({ id, title, summary, concepts }) => ({
    name: `${id}  ${title[language]}`,
    value: id,
    text: [id, title.en, title.ko, summary[language], ...concepts].join(' '),
  }));
  return [...lessons, ...tasks];
}
