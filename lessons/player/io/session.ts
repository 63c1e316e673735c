import { Cancelled, UserError } from '../../../grader/domain/errors.ts';
import { OneAtATime } from '../../../grader/domain/one-at-a-time.ts';
import type { Paths } from '../../../grader/domain/paths.ts';
import { openLesson } from '../../book/book.ts';
import { advance } from '../state/advance.ts';
import type { Ask, Effect, PlayerEvent, Reply } from '../state/event.ts';
import { entryOf, type PlayerState } from '../state/state.ts';
import { Bench } from './bench.ts';
import type { Store } from './store.ts';
import { doWork, type Work } from './work.ts';

/** What the session needs of whoever shows it. */
export interface Stage {
  readonly show: (state: PlayerState) => void;
  readonly ask: (ask: Ask, state: PlayerState) => Promise<Reply>;
  /** Runs something that needs the terminal for itself. */
  readonly aside: (action: () => void) => void;
}

/** The loop: events in, state on, effects out. Ends when the reader quits, `signal` fires, or something is our bug. */
export class Session {
  #state: PlayerState;
  readonly #stage: Stage;
  readonly #store: Store;
  readonly #bench: Bench;
  readonly #runner: OneAtATime;
  readonly #over = Promise.withResolvers<null>();
  readonly #signal: AbortSignal;
  #asking = false;
  #ended = false;

  constructor(state: PlayerState, stage: Stage, context: { store: Store; paths: Paths; signal: AbortSignal }) {
    this.#state = state;
    this.#stage = stage;
    this.#store = context.store;
    this.#signal = context.signal;
    this.#bench = new Bench(state.exercises, context.paths, (id) => {
      this.send({ kind: 'saved', id });
    });
    this.#runner = new OneAtATime((error) => {
      this.#complain(error);
    });
    const end = (): void => {
      this.#over.resolve(null);
    };
    context.signal.addEventListener('abort', end);
    if (context.signal.aborted) end();
  }

  get state(): PlayerState {
    return this.#state;
  }

  /** True while the reader is answering a question: keys are then part of the answer. */
  get asking(): boolean {
    return this.#asking;
  }

  /** Something has happened. */
  send(event: PlayerEvent): void {
    // What still arrives after the end (keys that were typed ahead, a probe's result) is nobody's any more.
    if (this.#ended) return;
    const { state, effects } = advance(this.#state, event);
    this.#state = state;
    for (const effect of effects) {
      try {
        this.#perform(effect);
      } catch (error) {
        this.#complain(error);
      }
    }
    if (!this.#asking && !this.#isOver()) this.#stage.show(this.#state);
  }

  /** Resolves when the reader has quit. Throws `Cancelled` when the signal has fired, and whatever is our bug. */
  async over(): Promise<void> {
    try {
      await this.#over.promise;
      if (this.#signal.aborted) throw new Cancelled();
    } finally {
      this.#ended = true;
    }
  }

  /** Resolves when everything that was running has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    await this.#runner.stop();
    await this.#bench.leave();
  }

  #isOver(): boolean {
    return this.#ended;
  }

  #perform(effect: Effect): void {
    const { language } = this.#state.screen;
    switch (effect.kind) {
      case 'quit':
        this.#ended = true;
        this.#over.resolve(null);
        break;
      case 'cancel':
        void this.#cancel();
        break;
      case 'open':
        this.#open(effect);
        break;
      case 'save-place':
        this.#store.savePlace(effect);
        break;
      case 'save-answer':
        this.#store.saveAnswer(effect);
        break;
      case 'save-language':
        this.#store.saveLanguage(effect.language);
        break;
      case 'ask':
        void this.#ask(effect.ask);
        break;
      case 'detect':
        void this.#detect(effect);
        break;
      case 'probe':
      case 'run':
      case 'check':
      case 'grade':
        this.#work(effect);
        break;
      case 'enter-exercise':
        void this.#enter(effect.id);
        break;
      case 'leave-exercise':
        void this.#runner.stop();
        void this.#bench.leave();
        break;
      case 'hint':
        this.#store.saveHint(effect.id, effect.level);
        this.send({ ...effect, text: this.#bench.hint(effect.id, effect.level, language) });
        break;
      case 'solution':
        this.send({ kind: 'solution', id: effect.id, text: this.#bench.solution(effect.id, language) });
        break;
      case 'reset':
        this.#bench.reset(effect.id);
        this.send({ kind: 'saved', id: effect.id });
        break;
      case 'edit':
        this.#stage.aside(() => {
          this.#bench.edit(effect.id, this.#state.bench?.receipt ?? null);
        });
        break;
    }
  }

  #open({ slug, language }: Extract<Effect, { kind: 'open' }>): void {
    const entry = entryOf(this.#state, slug);
    if (!entry) return;
    const answers = this.#store.answers(entry);
    this.send({ kind: 'opened', slug, lesson: openLesson(entry, language), answers });
  }

  async #ask(ask: Ask): Promise<void> {
    this.#asking = true;
    try {
      const reply = await this.#stage.ask(ask, this.#state);
      this.#asking = false;
      this.send({ kind: 'asked', ask, reply });
    } catch (error) {
      this.#asking = false;
      this.#complain(error);
    }
  }

  async #detect({ detector }: Extract<Effect, { kind: 'detect' }>): Promise<void> {
    try {
      const { lookFor } = await import('./look.ts');
      this.send({ kind: 'detected', detector, detected: await lookFor(detector, this.#signal) });
    } catch (error) {
      this.#complain(error);
    }
  }

  #work(effect: Work): void {
    this.#runner.begin(async (signal) => {
      const either = AbortSignal.any([signal, this.#signal]);
      const send = (event: PlayerEvent): void => {
        if (!signal.aborted) this.send(event);
      };
      const { language } = this.#state.screen;
      await doWork(effect, { bench: this.#bench, store: this.#store, language, signal: either, send });
    });
  }

  async #enter(id: string): Promise<void> {
    try {
      const { task, file } = await this.#bench.enter(id, this.#state.screen.language);
      this.send({ kind: 'bench', id, task, file });
    } catch (error) {
      this.#complain(error);
    }
  }

  async #cancel(): Promise<void> {
    await this.#runner.stop();
    this.send({ kind: 'stopped' });
  }

  /** What the reader can do something about is told; everything else ends the session, and is our bug. */
  #complain(error: unknown): void {
    if (error instanceof UserError) {
      const text = `${error.message}. ${error.next}`;
      this.send({ kind: 'notice', text: { en: text, ko: text } });
    } else {
      this.#over.reject(error);
    }
  }
}
