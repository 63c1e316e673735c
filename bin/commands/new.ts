import { createExercise } from '../../grader/catalog/catalog.ts';
import { pathLink } from '../../grader/render/link.ts';
import type { App } from '../app.ts';

/** `lab new <topic/name>`: a small exercise that already passes its audit, to be turned into the one that is meant. */
export function runNew(app: App, id: string): number {
  const { id: made, folder, solutions } = createExercise(id, app.paths.root);
  if (app.json) {
    app.print(JSON.stringify({ schema: 1, exercise: made, folder, solutions }, null, 2));
    return 0;
  }
  app.print(
    [
      `${made} is there, and works. Turn it into what you mean:`,
      `  ${pathLink(folder, app.screen)}`,
      `  ${pathLink(solutions, app.screen)}`,
      `Then: lab audit ${made}   (CONTRIBUTING.md says what makes an exercise good)`,
    ].join('\n'),
  );
  return 0;
}
