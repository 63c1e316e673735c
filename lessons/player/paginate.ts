import type { Block } from '../book/book.ts';
import type { Place } from './state/state.ts';

/** As much of a lesson as the screen shows at once, with at most one block, which is its last part. */
export interface Page {
  readonly place: Place;
  /** The section's title. */
  readonly title: string;
  readonly lines: readonly string[];
  /** The block that the reader can answer here: the one that begins on this page. */
  readonly block: Block | null;
}

/** A part with the lines that it takes on this screen. */
export interface LaidPart {
  readonly block: Block | null;
  readonly lines: readonly string[];
}

export interface LaidSection {
  readonly title: string;
  readonly section: number;
  readonly heading: readonly string[];
  readonly parts: readonly LaidPart[];
}

/** Below so many lines a page is not torn at an empty line that lies far above its end. */
const FEW = 8;

/** A section in pages of at most `height` lines. Text is torn between paragraphs; a block is kept whole if it fits. */
export function paginate(section: LaidSection, height: number): Page[] {
  const paginator = new Paginator(section, height);
  for (const [index, part] of section.parts.entries()) paginator.add(part, index);
  return paginator.finish();
}

class Paginator {
  readonly #section: LaidSection;
  readonly #height: number;
  readonly #pages: Page[] = [];
  #lines: string[];
  #place: Place;
  #block: Block | null = null;

  constructor(section: LaidSection, height: number) {
    this.#section = section;
    this.#height = height;
    this.#lines = [...section.heading];
    this.#place = { section: section.section, part: 0, line: 0 };
  }

  add({ block, lines }: LaidPart, part: number): void {
    const hasText = this.#lines.length > this.#section.heading.length || this.#pages.length > 0;
    const needed = this.#lines.length + 1 + Math.min(lines.length, this.#height);
    if (block && hasText && this.#lines.length > 0 && needed > this.#height) this.#close(part, 0);
    for (let from = 0; from < lines.length;) {
      const gap = from === 0 && this.#lines.length > 0 ? [''] : [];
      const count = fitting(lines.slice(from), this.#height - this.#lines.length - gap.length);
      if (count > 0) {
        this.#lines.push(...gap, ...lines.slice(from, from + count));
        if (from === 0) this.#block = block;
        from += count;
      }
      if (from < lines.length) this.#close(part, from);
    }
    if (block) this.#close(part + 1, 0);
  }

  finish(): Page[] {
    this.#close(this.#section.parts.length, 0);
    return this.#pages;
  }

  /** Ends the page; the next one begins at a line of a part. */
  #close(part: number, line: number): void {
    while (this.#lines.at(-1) === '') this.#lines.pop();
    while (this.#lines[0] === '') this.#lines.shift();
    if (this.#lines.length > 0) {
      this.#pages.push({ place: this.#place, title: this.#section.title, lines: this.#lines, block: this.#block });
    }
    this.#lines = [];
    this.#block = null;
    this.#place = { section: this.#section.section, part, line };
  }
}

/** How many of these lines go where so much room is: all, or up to an empty line, if that fills half of it. */
function fitting(lines: readonly string[], room: number): number {
  if (lines.length <= room) return lines.length;
  if (room <= 1) return 0;
  const blank = lines.slice(0, room + 1).lastIndexOf('');
  return blank >= room / 2 || (blank > 0 && room < FEW) ? blank + 1 : room;
}
