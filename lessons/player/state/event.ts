import type { GradeEvent } from '../../../grader/domain/events.ts';
import type { Language, Localized } from '../../../grader/domain/language.ts';
import type { ProbeName, ProbeResult, ProbeUnit } from '../../../grader/domain/probe.ts';
import type { Progress } from '../../../grader/domain/progress.ts';
import type { Receipt } from '../../../grader/domain/receipt.ts';
import type { Highlight } from '../../../grader/render/markdown.ts';
import type { Detector, Lesson } from '../../book/book.ts';
import type { Answer, CommandOutput } from '../answer.ts';
import type { Detected } from '../detect.ts';
import type { Place, PlayerState } from './state.ts';

/** Keys that mean something; everything else that is typed is its own character. */
export type Key =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'home'
  | 'end'
  | 'enter'
  | 'escape'
  | 'ctrl-c'
  | 'tab'
  | (string & {});

/** A question that is put to the reader in words, below the page. */
export type Ask =
  | { readonly kind: 'guess'; readonly slug: string; readonly block: string; readonly unit: ProbeUnit }
  | {
      readonly kind: 'choose';
      readonly slug: string;
      readonly block: string;
      readonly choices: readonly string[];
      readonly several: boolean;
    }
  | { readonly kind: 'command'; readonly slug: string; readonly block: string; readonly command: string }
  | {
      readonly kind: 'search';
      readonly entries: readonly { readonly name: string; readonly value: string; readonly text: string }[];
    }
  | { readonly kind: 'reset'; readonly id: string };

/** What came of it; null when the reader wanted nothing after all. */
export type Reply =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'chosen'; readonly chosen: readonly number[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'yes' }
  | null;

/** Everything that can happen to the player. */
export type PlayerEvent =
  | { readonly kind: 'key'; readonly key: Key }
  | { readonly kind: 'resized'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'tick'; readonly now: number }
  | {
      readonly kind: 'opened';
      readonly slug: string;
      readonly lesson: Lesson;
      readonly answers: ReadonlyMap<string, Answer>;
    }
  | { readonly kind: 'asked'; readonly ask: Ask; readonly reply: Reply }
  | {
      readonly kind: 'probed';
      readonly slug: string;
      readonly block: string;
      readonly guess: number | null;
      readonly result: ProbeResult;
    }
  | {
      readonly kind: 'ran';
      readonly slug: string;
      readonly block: string;
      readonly command: string;
      readonly output: CommandOutput;
    }
  | { readonly kind: 'detected'; readonly detector: Detector; readonly detected: Detected }
  | { readonly kind: 'surveyed'; readonly blocked: ReadonlyMap<string, string> }
  | { readonly kind: 'highlighting'; readonly highlight: Highlight }
  | { readonly kind: 'bench'; readonly id: string; readonly task: string; readonly file: string }
  | { readonly kind: 'saved'; readonly id: string }
  | { readonly kind: 'grading'; readonly event: GradeEvent }
  | { readonly kind: 'graded'; readonly id: string; readonly receipt: Receipt; readonly progress: Progress | null }
  | { readonly kind: 'hint'; readonly id: string; readonly level: number; readonly text: string }
  | { readonly kind: 'solution'; readonly id: string; readonly text: string }
  | { readonly kind: 'waiting'; readonly holder: string | null }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'notice'; readonly text: Localized<string> };

/** What the player wants done; whatever comes of it is an event again. */
export type Effect =
  | { readonly kind: 'open'; readonly slug: string; readonly language: Language }
  | {
      readonly kind: 'save-place';
      readonly slug: string;
      readonly place: Place;
      readonly block: string;
      readonly finished: boolean;
    }
  | { readonly kind: 'save-answer'; readonly slug: string; readonly block: string; readonly answer: Answer }
  | { readonly kind: 'save-language'; readonly language: Language }
  | { readonly kind: 'ask'; readonly ask: Ask }
  | {
      readonly kind: 'probe';
      readonly slug: string;
      readonly block: string;
      readonly probe: ProbeName;
      readonly guess: number | null;
    }
  | { readonly kind: 'run'; readonly slug: string; readonly block: string; readonly command: string }
  | { readonly kind: 'detect'; readonly detector: Detector }
  | {
      readonly kind: 'enter-exercise' | 'leave-exercise' | 'solution' | 'reset' | 'edit';
      readonly id: string;
    }
  | { readonly kind: 'check' | 'grade'; readonly id: string }
  | { readonly kind: 'hint'; readonly id: string; readonly level: number }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'quit' };

/** The next state, and what is to be done. */
export interface Step {
  readonly state: PlayerState;
  readonly effects: readonly Effect[];
}

export function step(state: PlayerState, ...effects: readonly Effect[]): Step {
  return { state, effects };
}
