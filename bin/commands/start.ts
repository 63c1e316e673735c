import process from 'node:process';
import { loadCatalog } from '../../grader/catalog/catalog.ts';
import type { Exercise } from '../../grader/domain/exercise.ts';
import { renderRoadmap } from '../../grader/render/roadmap.ts';
import { loadBook, type LessonEntry } from '../../lessons/book/book.ts';
import { nextOpen, readProgress, type App } from '../app.ts';

/**
 * `lab start`: the book and its exercises, on a full screen or line by line; where nobody can answer, where the learner
 * stands, and the next step.
 */
export async function runStart(app: App): Promise<number> {
  const { root, cache } = app.paths;
  const { exercises } = loadCatalog(root);
  const book = loadBook(root, { exerciseIds: exercises.map(({ id }) => id), cache });
  if (!process.stdin.isTTY || !process.stdout.isTTY || app.json) return await standing(app, book, exercises);
  const { play, playLinear, rememberedLanguage } = await import('../../lessons/player/player.ts');
  const { paths, signal } = app;
  const chosen = app.asksForLanguage ? null : rememberedLanguage(paths);
  const screen = chosen ? { ...app.screen, language: chosen } : app.screen;
  await (app.live ? play : playLinear)({ book, exercises, paths, screen, signal });
  return 0;
}

/** Prints the roadmap and the next step, with its files laid ready. */
async function standing(app: App, book: readonly LessonEntry[], exercises: readonly Exercise[]): Promise<number> {
  const { paths, screen } = app;
  const progress = readProgress(app);
  const rows = exercises.map((exercise) => ({ exercise, progress: progress.get(exercise.id) ?? null }));
  const next = rows.every((row) => row.progress?.passed) ? null : nextOpen(exercises, progress);
  if (next) {
    const { layStarter } = await import('../../grader/workspace/workspace.ts');
    const { writeEditorSupport } = await import('../../grader/toolchain/toolchain.ts');
    layStarter(next, paths);
    writeEditorSupport(exercises, paths);
  }
  const { renderStanding } = await import('../../lessons/player/player.ts');
  const lessons = renderStanding({ book, exercises, paths, screen });
  if (app.json) {
    app.print(JSON.stringify({ schema: 1, nextLesson: lessons.next, nextExercise: next?.id ?? null }, null, 2));
    return 0;
  }
  if (book.length > 0) app.print(`${lessons.text}\n`);
  app.print(renderRoadmap(rows, screen, { next, work: paths.work }));
  return 0;
}
