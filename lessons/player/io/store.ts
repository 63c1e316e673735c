import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { LANGUAGES, type Language } from '../../../grader/domain/language.ts';
import type { Paths } from '../../../grader/domain/paths.ts';
import type { Progress } from '../../../grader/domain/progress.ts';
import { openLedger, type Ledger } from '../../../grader/ledger/ledger.ts';
import type { LessonEntry } from '../../book/book.ts';
import type { Answer } from '../answer.ts';
import type { readAnswer } from '../answer-schema.ts';
import type { Effect } from '../state/event.ts';
import type { Reading } from '../state/state.ts';

/** The language that the reader chose in the player, before any lesson is looked for. */
export function rememberedLanguage(paths: Paths): Language | null {
  return new Store(paths, []).language();
}

/** What the ledger remembers of a reader. Reading never makes a file; every save may throw the ledger's `UserError`s. */
export class Store {
  readonly #file: string;
  readonly #book: readonly LessonEntry[];

  constructor(paths: Paths, book: readonly LessonEntry[]) {
    this.#file = join(paths.state, 'ledger.db');
    this.#book = book;
  }

  progress(): ReadonlyMap<string, Progress> {
    const all = this.#read((ledger) => ledger.progress()) ?? [];
    return new Map(all.map((one) => [one.exercise, one]));
  }

  /** By the present slug, whatever the lesson was called then; of two names the one that was read last. */
  readings(): ReadonlyMap<string, Reading> {
    const places = this.#read((ledger) => ledger.lessonPlaces()) ?? [];
    const readings = new Map<string, Reading>();
    for (const entry of this.#book) {
      const names = new Set([entry.slug, ...entry.formerly]);
      const theirs = places.filter(({ lesson }) => names.has(lesson));
      const [latest] = theirs;
      if (!latest) continue;
      const { section, part, block, at } = latest;
      const finished = theirs.some((one) => one.finished);
      readings.set(entry.slug, { place: { section, part, line: 0 }, block, finished, at: at.getTime() });
    }
    return readings;
  }

  answers({ slug, formerly }: LessonEntry): ReadonlyMap<string, Answer> {
    const stored = this.#read((ledger) => ledger.lessonAnswers([slug, ...formerly])) ?? [];
    if (stored.length === 0) return new Map();
    const schema = createRequire(import.meta.url)('../answer-schema.ts') as { readonly readAnswer: typeof readAnswer };
    return new Map(
      stored.flatMap(({ block, answer }) => {
        const known = schema.readAnswer(answer);
        return known ? [[block, known] as const] : [];
      }),
    );
  }

  /** The language that the reader chose by its key, the last time. */
  language(): Language | null {
    const kept = this.#read((ledger) => ledger.setting('lang'));
    return LANGUAGES.find((one) => one === kept) ?? null;
  }

  saveLanguage(language: Language): void {
    this.#write((ledger) => {
      ledger.setSetting('lang', language);
    });
  }

  savePlace({ slug, place, block, finished }: Extract<Effect, { kind: 'save-place' }>): void {
    const { section, part } = place;
    this.#write((ledger) => {
      ledger.setLessonPlace({ lesson: slug, at: new Date(), section, part, block, finished });
    });
  }

  saveAnswer({ slug, block, answer }: Extract<Effect, { kind: 'save-answer' }>): void {
    this.#write((ledger) => {
      ledger.setLessonAnswer(slug, { block, at: new Date(), answer: JSON.stringify(answer) });
    });
  }

  saveHint(exercise: string, level: number): void {
    this.#write((ledger) => {
      ledger.setHintLevel(exercise, level);
    });
  }

  #read<T>(look: (ledger: Ledger) => T): T | undefined {
    if (!existsSync(this.#file)) return undefined;
    using ledger = openLedger(this.#file);
    return look(ledger);
  }

  #write(change: (ledger: Ledger) => void): void {
    using ledger = openLedger(this.#file);
    change(ledger);
  }
}
