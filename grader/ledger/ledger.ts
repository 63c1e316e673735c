import type { Progress } from '../domain/progress.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { Rounds } from '../domain/rounds.ts';
import { AttemptTable, type Attempt } from './attempts.ts';
import { openDatabase } from './database.ts';
import { EvidenceTable, type StoredEvidence } from './evidence.ts';
import { sayWhatIsWrong } from './faults.ts';
import { LessonTable, type LessonPlace, type StoredAnswer } from './lessons.ts';
import { ProgressFiles, type Imported } from './progress-file.ts';

export { salvageLedger } from './salvage.ts';
export type { Attempt } from './attempts.ts';
export type { StoredEvidence } from './evidence.ts';
export type { LessonPlace, StoredAnswer } from './lessons.ts';

/** What the lab remembers of a learner. Every method may throw the `UserError`s of `openLedger`. */
export interface Ledger extends Disposable {
  recordAttempt(receipt: Receipt, when: Date): void;
  /** One entry for each exercise that was attempted, or had a hint shown. */
  progress(): Progress[];
  /** The last attempts at one exercise, newest first. */
  attempts(exercise: string, limit: number): Attempt[];
  storedEvidence(key: string): StoredEvidence | null;
  /** Keeps evidence. A verdict that stands, and evidence with more blocks, are not replaced. */
  storeEvidence(key: string, exercise: string, rounds: Rounds, receipt: Receipt | null): void;
  /** 1 for the first distinct binary of an exercise, 2 for the second, …; the same for ever for a known key. */
  binaryIndex(exercise: string, key: string): number;
  setting(name: string): string | null;
  setSetting(name: string, value: string): void;
  /** Remembers that hints up to this level were shown; never less than before. */
  setHintLevel(exercise: string, level: number): void;
  /** Where the reader is in each lesson that was opened, the last one first. */
  lessonPlaces(): LessonPlace[];
  /** Remembers a place; a lesson that was finished once stays finished. */
  setLessonPlace(place: LessonPlace): void;
  /** Answers given under any of these names of a lesson; of two to one block the newer. */
  lessonAnswers(names: readonly string[]): StoredAnswer[];
  setLessonAnswer(lesson: string, answer: StoredAnswer): void;
  /** Everything but the evidence, which says nothing on another machine: JSON that `importProgress` takes. */
  exportProgress(): string;
  /** Adds what is not here yet; of two records of the same thing the newer. Throws `UserError` `bad-progress-file`. */
  importProgress(json: string): Imported;
  close(): void;
}

export interface LedgerOptions {
  /** Read every page and look for damage (about 10 ms per MB). Opening alone notices a damaged header only. */
  readonly check?: boolean;
}

/**
 * Opens the ledger, and makes it where there is none. Several processes may use one at once.
 *
 * Problem: progress must survive a killed process, a full disk, two terminals, and updates of the lab in both
 * directions. A SQLite file does, in one file that can be copied; a JSON file would have to be locked and rewritten
 * whole. Cost: about 1 ms to open. What is stored as JSON is validated when it is read (`records.ts`), so that a row
 * from another version of the lab is ignored and never fatal.
 *
 * Throws `UserError` `newer-ledger`, `corrupt-ledger`, `ledger-unwritable` or `ledger-busy`.
 */
export function openLedger(file: string, options: LedgerOptions = {}): Ledger {
  return sayWhatIsWrong(file, () => {
    const database = openDatabase(file, options);
    const attempts = new AttemptTable(database);
    const evidence = new EvidenceTable(database);
    const lessons = new LessonTable(database);
    const files = new ProgressFiles(database);
    const guarded = <T>(action: () => T): T => sayWhatIsWrong(file, action);
    const close = (): void => {
      if (database.isOpen) database.close();
    };
    return {
      recordAttempt: (receipt, when) => guarded(() => attempts.record(receipt, when)),
      progress: () => guarded(() => attempts.progress()),
      attempts: (exercise, limit) => guarded(() => attempts.latest(exercise, limit)),
      storedEvidence: (key) => guarded(() => evidence.find(key)),
      storeEvidence: (key, exercise, rounds, receipt) => guarded(() => evidence.store(key, exercise, rounds, receipt)),
      binaryIndex: (exercise, key) => guarded(() => evidence.binaryIndex(exercise, key)),
      setting: (name) => guarded(() => attempts.setting(name)),
      setSetting: (name, value) => guarded(() => attempts.setSetting(name, value)),
      setHintLevel: (exercise, level) => guarded(() => attempts.setHintLevel(exercise, level)),
      lessonPlaces: () => guarded(() => lessons.places()),
      setLessonPlace: (place) => guarded(() => lessons.setPlace(place)),
      lessonAnswers: (names) => guarded(() => lessons.answers(names)),
      setLessonAnswer: (lesson, answer) => guarded(() => lessons.setAnswer(lesson, answer)),
      exportProgress: () => guarded(() => files.export()),
      importProgress: (json) => guarded(() => files.import(json)),
      close,
      [Symbol.dispose]: close,
    };
  });
}
