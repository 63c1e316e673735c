import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { HINT_LEVELS, hintText } from '../../grader/catalog/catalog.ts';
import { diskError } from '../../grader/domain/errors.ts';
import { openLedger } from '../../grader/ledger/ledger.ts';
import { renderMarkdown } from '../../grader/render/markdown.ts';
import { chooseExercise, readProgress, type App } from '../app.ts';

/** `lab hint [id] [--level N]`: the next hint, or the one that was asked for. */
export function runHint(app: App, id: string | undefined, options: { readonly level?: number }): number {
  const { exercise } = chooseExercise(app, id);
  const shown = readProgress(app).get(exercise.id)?.hintLevel ?? 0;
  const level = options.level ?? Math.min(shown + 1, HINT_LEVELS);
  const hint = hintText(exercise, app.screen.language, level);
  if (app.json) {
    app.print(JSON.stringify({ schema: 1, exercise: exercise.id, level, levels: HINT_LEVELS, hint }, null, 2));
  } else {
    const heading =
      app.screen.language === 'ko'
        ? `힌트 ${String(level)}/${String(HINT_LEVELS)}`
        : `Hint ${String(level)} of ${String(HINT_LEVELS)}`;
    app.print(renderMarkdown(`## ${heading}\n\n${hint}\n`, app.screen));
  }
  if (level > shown) remember(app, exercise.id, level);
  return 0;
}

function remember(app: App, exercise: string, level: number): void {
  try {
    mkdirSync(app.paths.state, { recursive: true });
  } catch (error) {
    throw diskError(error, app.paths.state);
  }
  using ledger = openLedger(join(app.paths.state, 'ledger.db'));
  ledger.setHintLevel(exercise, level);
}
