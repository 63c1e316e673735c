import { penFor, separated } from '../../grader/render/drawing.ts';
import { renderMarkdown } from '../../grader/render/markdown.ts';
import type { LessonEntry, Part } from '../book/book.ts';
import type { Canvas } from './blocks/canvas.ts';
import { drawBlock } from './blocks/draw-block.ts';
import { paginate, type LaidPart, type Page } from './paginate.ts';
import { answerOf, entryOf, exerciseOf, lessonOf, type Place, type PlayerState } from './state/state.ts';
import { READING } from './words/reading.ts';

/** Lines of a screen that are not the page's: title, rule, an empty line and the keys. */
export const FRAME_ROWS = 4;
/** Wider lines are hard to find the next one of; narrower screens are left to clip. */
const WIDEST = 88;
const NARROWEST = 20;
/** From this width on there is room for a margin on both sides of the text. */
const WIDE = 90;
/** Up to this width every cell is needed: everything is laid out for at least 40. */
const NARROW = 44;

/**
 * The whole lesson in pages: a section begins on a new one, and so does what comes after a block. Pure and quick (some
 * milliseconds), so it is done afresh for each screen instead of being kept in step with everything that changes it.
 */
export function pagesOf(state: PlayerState, slug: string): Page[] {
  const lesson = lessonOf(state, slug);
  const entry = entryOf(state, slug);
  if (!lesson || !entry) return [];
  const canvas = canvasOf(state);
  const height = Math.max(1, state.rows - FRAME_ROWS);
  const laid = lesson.sections.map(({ title, parts }, section) => ({
    title,
    section,
    heading: canvas.markdown(`${section === 0 ? '#' : '##'} ${title}`, canvas.columns),
    parts: parts.map((part) => layPart(state, slug, part, canvas)),
  }));
  const end = layEnd(entry, canvas);
  const all = end ? [...laid, { ...end, section: laid.length }] : laid;
  return all.flatMap((section) => paginate(section, height));
}

/** The page that a place is on. */
export function pageIndexAt(pages: readonly Page[], place: Place): number {
  return Math.max(
    0,
    pages.findLastIndex((page) => compare(page.place, place) <= 0),
  );
}

function compare(one: Place, other: Place): number {
  return one.section - other.section || one.part - other.part || one.line - other.line;
}

export function canvasOf({ screen, highlight }: PlayerState): Canvas {
  const columns = bodyColumns(screen.columns);
  return {
    pen: penFor({ ...screen, columns }),
    columns,
    markdown: (text, width) => renderMarkdown(text, { ...screen, columns: width }, { highlight }).split('\n'),
  };
}

/** Cells left of everything. */
export function marginOf(columns: number): number {
  if (columns >= WIDE) return 3;
  return columns > NARROW ? 1 : 0;
}

/** Cells for text: at 80 columns enough for code of 74 cells with its indent. */
export function bodyColumns(columns: number): number {
  const margin = marginOf(columns);
  return Math.max(NARROWEST, Math.min(WIDEST, columns - (columns >= WIDE ? 2 * margin : margin)));
}

function layPart(state: PlayerState, slug: string, part: Part, canvas: Canvas): LaidPart {
  if (part.kind === 'prose') return { block: null, lines: canvas.markdown(part.markdown, canvas.columns) };
  const { block } = part;
  const known = {
    answer: answerOf(state, slug, block.id),
    asking: state.asking === block.id && Number.isFinite(state.rows),
    detected: block.kind === 'step' ? (state.detected.get(block.detect) ?? null) : null,
    exercise: exerciseOf(state, block.id),
    progress: state.progress.get(block.id) ?? null,
  };
  return { block, lines: drawBlock(block, known, canvas) };
}

/** Terms and sources, after the last section. */
function layEnd({ glossary, sources }: LessonEntry, { pen, columns, markdown }: Canvas) {
  if (glossary.length + sources.length === 0) return null;
  const title = pen.say(glossary.length > 0 ? READING.glossary : READING.sources)();
  const terms = glossary.map(({ term, means }) => markdown(`**${pen.say(term)}** — ${pen.say(means)}`, columns));
  const heading = glossary.length > 0 ? [markdown(`## ${pen.say(READING.sources)()}`, columns)] : [];
  const links = sources.map(({ title: name, url }) => markdown(`- [${name}](${url})`, columns));
  const lines = separated([...terms, ...(sources.length === 0 ? [] : [...heading, links.flat()])]);
  return { title, heading: markdown(`## ${title}`, columns), parts: [{ block: null, lines }] };
}
