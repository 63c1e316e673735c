import { Cancelled } from './errors.ts';

/**
 * One thing at a time: what is asked for while something runs cancels it, and begins when it has ended. Errors other
 * than `Cancelled` go to `onError`.
 */
export class OneAtATime {
  readonly #onError: (error: unknown) => void;
  #current: { readonly cancel: AbortController; readonly done: Promise<void> } | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Runs `action` in place of what runs now. Its signal fires when something else is begun, or all is stopped. */
  begin(action: (signal: AbortSignal) => Promise<void>): void {
    const cancel = new AbortController();
    const before = this.#last;
    this.#current?.cancel.abort();
    const done = this.#after(before, action, cancel.signal);
    this.#current = { cancel, done };
    this.#last = done;
  }

  /** Cancels what runs, and resolves when it has ended. */
  async stop(): Promise<void> {
    this.#current?.cancel.abort();
    await this.#last;
  }

  async #after(
    before: Promise<void>,
    action: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    await before;
    if (!signal.aborted) await this.#guarded(action, signal);
  }

  async #guarded(action: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    try {
      await action(signal);
    } catch (error) {
      if (!(error instanceof Cancelled) && !signal.aborted) this.#onError(error);
    }
  }
}
