import type { Language, Localized } from '../../grader/domain/language.ts';
import type { ProbeName } from '../../grader/domain/probe.ts';

/** Reader's levels. A lesson may be on several of the three ways through the book. */
export const TRACKS = ['beginner', 'intermediate', 'advanced'] as const;
export type Track = (typeof TRACKS)[number];

/** What the player can see of the host; `step` blocks name one, and are done when it says so. */
export const DETECTORS = [
  'hugepages',
  'isolated-cpus',
  'governor-performance',
  'rmem-max-16m',
  'busy-poll-sysctl',
  'dpdk-installed',
  'two-cores',
  'compiler',
  'irqbalance-off',
  'thp-madvise-or-always',
] as const;
export type Detector = (typeof DETECTORS)[number];

/** What textbooks say of a figure, in the figure's own unit, and which one says it. */
export interface Claim {
  readonly low: number;
  readonly high: number;
  readonly text: string;
  readonly source: string;
}

/** The reader guesses a figure, then it is measured here. `after` is Markdown that is shown when it was. */
export interface PredictBlock {
  readonly kind: 'predict';
  readonly id: string;
  readonly probe: ProbeName;
  readonly figure: string;
  readonly question: string;
  readonly claim?: Claim | undefined;
  readonly after?: string | undefined;
}

/** A probe's sweep as a chart; its figures as bars where it has no sweep. */
export interface MeasureBlock {
  readonly kind: 'measure';
  readonly id: string;
  readonly probe: ProbeName;
  readonly title: string;
  readonly expect?: string | undefined;
  readonly after?: string | undefined;
}

export interface Choice {
  readonly text: string;
  readonly right: boolean;
  readonly why: string;
}

export interface QuizBlock {
  readonly kind: 'quiz';
  readonly id: string;
  readonly question: string;
  readonly choices: readonly Choice[];
}

/** Something that the reader does to the host. The player never does it itself: it shows, and looks whether it is done. */
export interface StepBlock {
  readonly kind: 'step';
  readonly id: string;
  readonly title: string;
  readonly do: readonly string[];
  readonly undo: readonly string[];
  readonly detect: Detector;
  readonly why: string;
  readonly needs?: 'root' | undefined;
}

/** A command to try, which the reader may change before it runs. */
export interface TryBlock {
  readonly kind: 'try';
  readonly id: string;
  readonly command: string;
  readonly note?: string | undefined;
}

/** Opens an exercise of the catalog; its id is the exercise's. */
export interface ExerciseBlock {
  readonly kind: 'exercise';
  readonly id: string;
}

export type Block = PredictBlock | MeasureBlock | QuizBlock | StepBlock | TryBlock | ExerciseBlock;
export const BLOCK_KINDS = ['predict', 'measure', 'quiz', 'step', 'try', 'exercise'] as const;

/** Text up to the next block, or one block. Lines count from 1 in the Markdown file. */
export type Part =
  | { readonly kind: 'prose'; readonly markdown: string; readonly line: number }
  | { readonly kind: 'block'; readonly block: Block; readonly line: number };

/** What stands below one `##`; the first section is what stands before any, under the lesson's own title. */
export interface Section {
  readonly title: string;
  readonly parts: readonly Part[];
}

/** One lesson in one language, parsed. Sections and blocks are the same in all languages, text is not. */
export interface Lesson {
  readonly language: Language;
  readonly title: string;
  readonly sections: readonly Section[];
}

/** `lesson.json`: what is known of a lesson without reading it. */
export interface LessonFacts {
  readonly title: Localized<string>;
  readonly summary: Localized<string>;
  readonly chapter: Localized<string>;
  readonly tracks: readonly Track[];
  readonly minutes: number;
  /** Exercises that the lesson leads into, in their order. */
  readonly exercises: readonly string[];
  /** Slugs of lessons that are better read first. */
  readonly after: readonly string[];
  readonly glossary: readonly { readonly term: Localized<string>; readonly means: Localized<string> }[];
  readonly sources: readonly { readonly title: string; readonly url: string }[];
  /** Slugs that this lesson had before: what was remembered under them is this lesson's. */
  readonly formerly: readonly string[];
}

/** A lesson as the book knows it. The slug identifies, the folder's number orders. */
export interface LessonEntry extends LessonFacts {
  readonly slug: string;
  readonly order: string;
  /** Absolute. */
  readonly folder: string;
}
