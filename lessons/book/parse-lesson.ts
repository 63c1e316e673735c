import type { Language } from '../../grader/domain/language.ts';
import { parseMarkdown, plainTextOf, type MarkdownNode } from '../../grader/render/markdown.ts';
import { isBlockKind } from './block-schema.ts';
import type { LessonFault } from './faults.ts';
import { BLOCK_KINDS, type Lesson, type Part, type Section } from './lesson.ts';
import { readBlock } from './read-block.ts';
import { textFaults } from './text-rules.ts';

export interface ParsedLesson {
  /** Without what could not be read. */
  readonly lesson: Lesson;
  readonly faults: readonly LessonFault[];
}

/** Splits a lesson's Markdown into sections, text and interactive blocks. `file` is what faults are told of. */
export function parseLesson(markdown: string, language: Language, file: string): ParsedLesson {
  const nodes = parseMarkdown(markdown);
  const reader = new Reader(markdown.split('\n'), file);
  for (const node of nodes) reader.take(node);
  const { sections, faults } = reader.finish();
  const title = sections[0]?.title ?? '';
  return { lesson: { language, title, sections }, faults: [...faults, ...textFaults(nodes, file)] };
}

/** Goes through the top level of the document once, in order. */
class Reader {
  readonly #lines: readonly string[];
  readonly #file: string;
  readonly #faults: LessonFault[] = [];
  readonly #ids = new Map<string, number>();
  readonly #sections: { title: string; parts: Part[] }[] = [];
  /** First line, from 0, of the text that has not been given to a part yet. */
  #textFrom = 0;

  constructor(lines: readonly string[], file: string) {
    this.#lines = lines;
    this.#file = file;
  }

  take({ token, children }: MarkdownNode): void {
    const [begin, end] = token.map ?? [0, 0];
    if (token.type === 'heading_open' && (token.tag === 'h1' || token.tag === 'h2')) {
      this.#heading(plainTextOf(children), token.tag, begin, end);
    } else if (token.type === 'fence') {
      const kind = token.info.trim();
      if (isBlockKind(kind)) this.#block(kind, token.content, begin, end);
    }
  }

  finish(): { readonly sections: readonly Section[]; readonly faults: readonly LessonFault[] } {
    this.#flush(this.#lines.length);
    if (this.#sections.length === 0) this.#fault(1, 'no title', 'one # heading at the top');
    return { sections: this.#sections.filter(({ parts }) => parts.length > 0), faults: this.#faults };
  }

  #heading(title: string, tag: 'h1' | 'h2', begin: number, end: number): void {
    this.#flush(begin);
    const first = this.#sections.length === 0;
    if (tag === 'h1' && !first) this.#fault(begin + 1, 'a second title', 'one # heading; ## begins a section');
    if (tag === 'h2' && first) this.#fault(begin + 1, 'a section before the title', 'one # heading at the top');
    this.#sections.push({ title, parts: [] });
    this.#textFrom = end;
  }

  #block(kind: (typeof BLOCK_KINDS)[number], yaml: string, begin: number, end: number): void {
    this.#flush(begin);
    this.#textFrom = end;
    // The fence takes a line; the YAML begins on the next, and lines count from 1.
    const { block, faults } = readBlock(kind, yaml, this.#file, begin + 2);
    this.#faults.push(...faults);
    if (!block) return;
    const before = this.#ids.get(block.id);
    if (before !== undefined) {
      this.#fault(begin + 2, `the id "${block.id}" is also that of line ${String(before)}`, 'an id of its own');
    }
    this.#ids.set(block.id, begin + 1);
    this.#add({ kind: 'block', block, line: begin + 1 });
  }

  /** Text since the last part, up to a line, becomes a part, unless it is blank. */
  #flush(until: number): void {
    const lines = this.#lines.slice(this.#textFrom, until);
    const blank = lines.findIndex((line) => line.trim() !== '');
    if (blank !== -1) {
      this.#add({ kind: 'prose', markdown: lines.join('\n').trim(), line: this.#textFrom + blank + 1 });
    }
    this.#textFrom = until;
  }

  #add(part: Part): void {
    const section = this.#sections.at(-1);
    if (section) section.parts.push(part);
    else this.#fault(part.line, 'something before the title', 'one # heading at the top');
  }

  #fault(line: number, problem: string, allowed: string): void {
    this.#faults.push({ file: this.#file, line, path: '', problem, allowed });
  }
}
