import type { Exercise } from '../../grader/domain/exercise.ts';
import { cut, hang, padEnd, penFor, separated, widthOf, type Pen } from '../../grader/render/drawing.ts';
import { link } from '../../grader/render/link.ts';
import { renderMarkdown, type Highlight } from '../../grader/render/markdown.ts';
import type { Screen } from '../../grader/render/screen.ts';
import type { Block, Lesson, LessonEntry, Section } from '../book/book.ts';
import { drawBlock, UNTOUCHED } from './blocks/draw-block.ts';
import type { Canvas } from './blocks/canvas.ts';
import { letterOf } from './blocks/quiz.ts';
import { READING, TRACK_NAMES } from './words/reading.ts';

export interface ReadOptions {
  readonly exercises: readonly Exercise[];
  readonly highlight?: Highlight | undefined;
}

/** A whole lesson from top to bottom, blocks unanswered; what comes after an answer stands at the end. */
export function renderLesson(entry: LessonEntry, lesson: Lesson, screen: Screen, options: ReadOptions): string {
  const pen = penFor(screen);
  const canvas = canvasFor(screen, options.highlight);
  const [head, ...sections] = lesson.sections;
  const tracks = entry.tracks.map((track) => pen.say(TRACK_NAMES[track])).join(', ');
  const facts = pen.dim([pen.say(READING.minutes)(entry.minutes), tracks].join(` ${pen.glyphs.dot} `));
  const lines = separated([
    [...canvas.markdown(`# ${lesson.title}`, canvas.columns), facts],
    ...(head ? partsOf(head, canvas, options) : []),
    ...sections.flatMap((section) => {
      const title = canvas.markdown(`## ${section.title}`, canvas.columns);
      return [title].concat(partsOf(section, canvas, options));
    }),
    ...drawAfterwards(lesson, canvas),
    ...drawEnd(entry, canvas),
  ]);
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** Markdown and blocks on a plain screen. */
export function canvasFor(screen: Screen, highlight: Highlight | undefined): Canvas {
  const pen = penFor(screen);
  return {
    pen,
    columns: pen.columns,
    markdown: (text, columns) => renderMarkdown(text, { ...screen, columns }, { highlight }).split('\n'),
  };
}

function partsOf(section: Section, canvas: Canvas, { exercises }: ReadOptions): string[][] {
  return section.parts.map((part) => {
    if (part.kind === 'prose') return canvas.markdown(part.markdown, canvas.columns);
    const exercise = exercises.find(({ id }) => id === part.block.id);
    return drawBlock(part.block, { ...UNTOUCHED, exercise }, canvas);
  });
}

/** What the player shows once a block was answered: whoever reads without it reads it last. */
function drawAfterwards({ sections }: Lesson, canvas: Canvas): string[][] {
  const { pen, columns } = canvas;
  const blocks = sections.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'block' ? [part.block] : [])));
  const drawn = blocks.map((block) => drawAfter(block, canvas)).filter((lines) => lines.length > 0);
  return drawn.length === 0 ? [] : [canvas.markdown(`## ${pen.say(READING.answers)()}`, columns), ...drawn];
}

function drawAfter(block: Block, canvas: Canvas): string[] {
  const { markdown, columns } = canvas;
  switch (block.kind) {
    case 'quiz': {
      const lines = block.choices.map(
        ({ text, right, why }, index) => `- ${right ? '✓' : '✗'} ${letterOf(index)}) ${text.trim()}: ${why.trim()}`,
      );
      return markdown(`**${block.question.trim()}**\n\n${lines.join('\n')}`, columns);
    }
    case 'predict':
      return block.after === undefined ? [] : markdown(`**${block.question.trim()}**\n\n${block.after}`, columns);
    case 'measure':
      return block.after === undefined ? [] : markdown(`**${block.title.trim()}**\n\n${block.after}`, columns);
    case 'step':
    case 'try':
    case 'exercise':
      return [];
  }
}

function drawEnd({ glossary, sources }: LessonEntry, canvas: Canvas): string[][] {
  const { pen, columns, markdown } = canvas;
  const head = (title: string): string[] => markdown(`## ${title}`, columns);
  const terms = glossary.flatMap(({ term, means }) =>
    hang(`${pen.bold(pen.foreign(pen.say(term)))}  ${pen.foreign(pen.say(means))}`, columns, '  ', '      '),
  );
  const list = sources.flatMap(({ title, url }) =>
    hang(link(pen.foreign(title), url, pen.screen), columns, `  ${pen.glyphs.bullet} `),
  );
  return [
    ...(terms.length === 0 ? [] : [head(pen.say(READING.glossary)()), terms]),
    ...(list.length === 0 ? [] : [head(pen.say(READING.sources)()), list]),
  ];
}

/** All lessons, under their chapters. */
export function renderBook(book: readonly LessonEntry[], screen: Screen): string {
  const pen = penFor(screen);
  const [first] = book;
  if (!first) return pen.say(READING.none)();
  const slugWidth = Math.max(...book.map(({ slug }) => widthOf(slug)));
  const lines = book.flatMap((entry, index) => {
    const chapter = pen.foreign(pen.say(entry.chapter));
    const begins = index === 0 || book[index - 1]?.chapter.en !== entry.chapter.en;
    return [...(begins ? [...(index === 0 ? [] : ['']), pen.bold(chapter)] : []), bookLine(entry, slugWidth, pen)];
  });
  return [...lines, '', ...hang(pen.dim(pen.say(READING.next)(first.slug)), pen.columns, '')].join('\n');
}

function bookLine({ slug, title, minutes }: LessonEntry, slugWidth: number, pen: Pen): string {
  const end = `  ${pen.dim(pen.say(READING.minutes)(minutes))}`;
  const start = `  ${padEnd(pen.accent(slug), slugWidth)}  `;
  const room = pen.columns - widthOf(start) - widthOf(end);
  return start + cut(pen.foreign(pen.say(title)), room, pen.glyphs.ellipsis) + end;
}
