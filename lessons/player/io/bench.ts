import { join } from 'node:path';
import { hintText, taskText, whyText } from '../../../grader/catalog/catalog.ts';
import type { Exercise } from '../../../grader/domain/exercise.ts';
import type { Language } from '../../../grader/domain/language.ts';
import type { Paths } from '../../../grader/domain/paths.ts';
import type { Receipt } from '../../../grader/domain/receipt.ts';
import type { OnEvent } from '../../../grader/domain/events.ts';
import { layStarter, resetWork, watchFiles, type Watcher } from '../../../grader/workspace/workspace.ts';
import { openEditor } from './editor.ts';

/** The exercise that is open: its files laid, its saves watched, its code graded. One at a time. */
export class Bench implements AsyncDisposable {
  readonly #exercises: readonly Exercise[];
  readonly #paths: Paths;
  readonly #onSave: (id: string) => void;
  #watcher: Watcher | null = null;
  #watched = '';

  constructor(exercises: readonly Exercise[], paths: Paths, onSave: (id: string) => void) {
    this.#exercises = exercises;
    this.#paths = paths;
    this.#onSave = onSave;
  }

  /** Lays the starter where nothing is, and begins to watch. */
  async enter(id: string, language: Language): Promise<{ readonly task: string; readonly file: string }> {
    const exercise = this.#find(id);
    layStarter(exercise, this.#paths);
    // The editor's files name every exercise; the toolchain is loaded here, not with the roadmap.
    const { writeEditorSupport } = await import('../../../grader/toolchain/toolchain.ts');
    writeEditorSupport(this.#exercises, this.#paths);
    if (this.#watched !== id) {
      await this.leave();
      this.#watcher = await watchFiles(exercise, this.#paths, () => {
        this.#onSave(id);
      });
      this.#watched = id;
    }
    return { task: taskText(exercise, language), file: this.#file(exercise) };
  }

  async leave(): Promise<void> {
    this.#watched = '';
    await this.#watcher?.[Symbol.asyncDispose]();
    this.#watcher = null;
  }

  async grade(
    id: string,
    { correctnessOnly, signal, onEvent }: { correctnessOnly: boolean; signal: AbortSignal; onEvent: OnEvent },
  ): Promise<Receipt> {
    const { grade } = await import('../../../grader/pipeline/grade.ts');
    return await grade(
      {
        exercise: this.#find(id),
        source: { kind: 'work' },
        correctnessOnly,
        profile: 'quick',
        keepMeasuring: false,
      },
      { signal, onEvent, paths: this.#paths, now: () => new Date() },
    );
  }

  hint(id: string, level: number, language: Language): string {
    return hintText(this.#find(id), language, level);
  }

  solution(id: string, language: Language): string {
    return whyText(this.#find(id), language);
  }

  reset(id: string): void {
    resetWork(this.#find(id), this.#paths, new Date());
    this.#watcher?.settle();
  }

  /** Waits until the editor is closed. */
  edit(id: string, receipt: Receipt | null): void {
    const exercise = this.#find(id);
    openEditor(join(this.#paths.work, exercise.id), exercise, receipt);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave();
  }

  #find(id: string): Exercise {
    const exercise = this.#exercises.find((one) => one.id === id);
    if (!exercise) throw new Error(`the player has opened an exercise that is not there: ${id}`);
    return exercise;
  }

  #file(exercise: Exercise): string {
    return join(this.#paths.work, exercise.id, exercise.files[0] ?? '');
  }
}
