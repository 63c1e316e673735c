import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyText } from '../../grader/catalog/catalog.ts';
import { UserError } from '../../grader/domain/errors.ts';
import { pathLink } from '../../grader/render/link.ts';
import { renderMarkdown } from '../../grader/render/markdown.ts';
import { chooseExercise, readProgress, type App } from '../app.ts';

/** `lab solution [id]`: why it works and how others have done it, once the learner has. */
export function runSolution(
  app: App,
  id: string | undefined,
  options: { readonly force?: boolean; readonly code?: boolean },
): number {
  const { exercise } = chooseExercise(app, id);
  const passed = readProgress(app).get(exercise.id)?.passed === true;
  if (!passed && !options.force) {
    throw new UserError(
      'not-passed-yet',
      `${exercise.id} is still yours to solve: the solution opens when it has passed`,
      `lab hint ${exercise.id}   (or, if you are sure: lab solution ${exercise.id} --force)`,
    );
  }
  const files = exercise.files.map((name) => join(exercise.solutions, 'reference', name));
  const why = whyText(exercise, app.screen.language);
  if (app.json) {
    app.print(JSON.stringify({ schema: 1, exercise: exercise.id, why, files }, null, 2));
    return 0;
  }
  app.print(renderMarkdown(why, app.screen));
  for (const file of files) {
    app.print(options.code ? readFileSync(file, 'utf8') : pathLink(file, app.screen));
  }
  return 0;
}
