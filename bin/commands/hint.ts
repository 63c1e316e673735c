import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskError, UserError } from '../../grader/domain/errors.ts';
import { openLedger } from '../../grader/ledger/ledger.ts';
import { renderMarkdown } from '../../grader/render/markdown.ts';
import { chooseExercise, readProgress, type App } from '../app.ts';

const LEVELS = 3;

/** `lab hint [id] [--level N]`: the next hint, or the one that was asked for. */
export function runHint(app: App, id: string | undefined, options: { readonly level?: number }): number {
  const { exercise } = chooseExercise(app, id);
  const shown = readProgress(app).get(exercise.id)?.hintLevel ?? 0;
  const level = options.level ?? Math.min(shown + 1, LEVELS);
  const text = readFileSync(join(exercise.folder, `hints.${app.screen.language}.md`), 'utf8');
  const hint = hintOf(text, level);
  if (app.json) {
    app.print(JSON.stringify({ schema: 1, exercise: exercise.id, level, levels: LEVELS, hint }, null, 2));
  } else {
    const heading =
      app.screen.language === 'ko'
        ? `힌트 ${String(level)}/${String(LEVELS)}`
        : `Hint ${String(level)} of ${String(LEVELS)}`;
    app.print(renderMarkdown(`## ${heading}\n\n${hint}\n`, app.screen));
  }
  if (level > shown) remember(app, exercise.id, level);
  return 0;
}

/** The section of a level: `## 2` and what follows it. */
function hintOf(text: string, level: number): string {
  const sections = text.split(/^## +/mu).slice(1);
  const section = sections.find((each) => each.startsWith(String(level)));
  if (section === undefined) {
    throw new UserError(
      'no-such-hint',
      `there is no hint ${String(level)}`,
      `Levels: 1 to ${String(LEVELS)}, mild to strong.`,
    );
  }
  return section.slice(section.indexOf('\n') + 1).trim();
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
