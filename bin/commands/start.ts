import { loadCatalog } from '../../grader/catalog/catalog.ts';
import { renderRoadmap } from '../../grader/render/roadmap.ts';
import { writeEditorSupport } from '../../grader/toolchain/toolchain.ts';
import { layStarter } from '../../grader/workspace/workspace.ts';
import { nextOpen, readProgress, type App } from '../app.ts';

/** `lab start`: where the learner stands, and the next step, with its files laid ready. */
export function runStart(app: App): number {
  const { exercises } = loadCatalog(app.paths.root);
  const progress = readProgress(app);
  const rows = exercises.map((exercise) => ({ exercise, progress: progress.get(exercise.id) ?? null }));
  const allPassed = rows.every((row) => row.progress?.passed);
  const next = allPassed ? null : nextOpen(exercises, progress);
  if (next) {
    layStarter(next, app.paths);
    writeEditorSupport(exercises, app.paths);
  }
  app.print(renderRoadmap(rows, app.screen, { next, work: app.paths.work }));
  return 0;
}
