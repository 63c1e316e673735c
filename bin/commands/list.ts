import { loadCatalog } from '../../grader/catalog/catalog.ts';
import { renderList } from '../../grader/render/list.ts';
import { readProgress, type App } from '../app.ts';

/** `lab list`: every exercise with how far the learner is. */
export function runList(app: App): number {
  const { exercises } = loadCatalog(app.paths.root);
  const progress = readProgress(app);
  const rows = exercises.map((exercise) => ({ exercise, progress: progress.get(exercise.id) ?? null }));
  if (app.json) {
    const plain = rows.map(({ exercise, progress: reached }) => ({
      exercise: exercise.id,
      title: exercise.title[app.screen.language],
      minutes: exercise.minutes,
      passed: reached?.passed ?? false,
      attempts: reached?.attempts ?? 0,
      lastVerdict: reached?.lastVerdict ?? null,
    }));
    app.print(JSON.stringify({ schema: 1, exercises: plain }, null, 2));
  } else {
    app.print(renderList(rows, app.screen));
  }
  return 0;
}
