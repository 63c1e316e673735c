import type { Exercise } from '../../../grader/domain/exercise.ts';
import type { Localized } from '../../../grader/domain/language.ts';
import type { Progress } from '../../../grader/domain/progress.ts';
import type { Receipt } from '../../../grader/domain/receipt.ts';
import type { Highlight } from '../../../grader/render/markdown.ts';
import type { ProgressState } from '../../../grader/render/progress.ts';
import type { Screen } from '../../../grader/render/screen.ts';
import type { Detector, Lesson, LessonEntry, Track } from '../../book/book.ts';
import type { Answer } from '../answer.ts';
import type { Detected } from '../detect.ts';

/** Where a reader is in a lesson: a line of a part, as it is drawn on the present screen. */
export interface Place {
  readonly section: number;
  readonly part: number;
  readonly line: number;
}

/** What is remembered of a lesson. */
export interface Reading {
  readonly place: Place;
  /** Id of the nearest block at or before the place: finds it again where the text has changed meanwhile. */
  readonly block: string;
  readonly finished: boolean;
  /** Milliseconds since the epoch: the last one read is where the reader goes on. */
  readonly at: number;
}

export type ExerciseTab = 'task' | 'result' | 'hint' | 'solution';

/** What the screen shows. */
export type View =
  /** `selected` is a lesson's slug or an exercise's id. */
  | { readonly kind: 'roadmap'; readonly selected: string; readonly track: Track | null }
  | { readonly kind: 'lesson'; readonly slug: string }
  | { readonly kind: 'contents'; readonly slug: string; readonly selected: number }
  | {
      readonly kind: 'exercise';
      readonly id: string;
      readonly tab: ExerciseTab;
      readonly top: number;
      readonly from: string | null;
    }
  | { readonly kind: 'help'; readonly back: View };

/** Something that runs, and that Ctrl-C ends. */
export type Busy =
  /** Somebody else may be measuring on this machine. */
  | { readonly kind: 'probe'; readonly name: string; readonly waitingFor: string | null }
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'check' | 'grade'; readonly id: string; readonly progress: ProgressState };

/** What is open of an exercise. */
export interface Workbench {
  readonly task: string;
  /** The learner's file, to be shown. */
  readonly file: string;
  readonly receipt: Receipt | null;
  readonly hint: { readonly level: number; readonly text: string } | null;
  readonly solution: string | null;
}

export interface PlayerState {
  readonly book: readonly LessonEntry[];
  readonly exercises: readonly Exercise[];
  readonly screen: Screen;
  /** Lines of the terminal; infinite where nothing has to fit (`--plain`). */
  readonly rows: number;
  readonly highlight: Highlight | undefined;
  readonly view: View;
  /** Parsed lessons, by `slug language`. */
  readonly lessons: ReadonlyMap<string, Lesson>;
  /** By slug. */
  readonly readings: ReadonlyMap<string, Reading>;
  /** By `slug block`. */
  readonly answers: ReadonlyMap<string, Answer>;
  readonly progress: ReadonlyMap<string, Progress>;
  /** Why exercises cannot be graded on this machine; null before it was looked at. */
  readonly blocked: ReadonlyMap<string, string> | null;
  readonly detected: ReadonlyMap<Detector, Detected>;
  readonly bench: Workbench | null;
  readonly busy: Busy | null;
  /** Id of the block whose question is being answered right now, below the page. */
  readonly asking: string | null;
  /** One line for the reader, until the next key. */
  readonly notice: Localized<string> | null;
  /** Milliseconds: what the spinner shows. */
  readonly now: number;
}

/** The lesson that is open, in the language of the screen; null while it is being read from the disk. */
export function lessonOf(state: PlayerState, slug: string): Lesson | null {
  return state.lessons.get(`${slug} ${state.screen.language}`) ?? null;
}

export function entryOf(state: PlayerState, slug: string): LessonEntry | undefined {
  return state.book.find((entry) => entry.slug === slug);
}

export function exerciseOf(state: PlayerState, id: string): Exercise | undefined {
  return state.exercises.find((exercise) => exercise.id === id);
}

export function answerOf(state: PlayerState, slug: string, block: string): Answer | null {
  return state.answers.get(`${slug} ${block}`) ?? null;
}

export function replaced<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value): ReadonlyMap<Key, Value> {
  return new Map([...map, [key, value]]);
}

/** Where everybody begins. */
export const START: Place = { section: 0, part: 0, line: 0 };
