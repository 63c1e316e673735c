import process from 'node:process';
import { loadCatalog } from '../../grader/catalog/catalog.ts';
import { Cancelled, UserError } from '../../grader/domain/errors.ts';
import type { Exercise } from '../../grader/domain/exercise.ts';
import { resetWork, undoReset } from '../../grader/workspace/workspace.ts';
import { chooseExercise, type App } from '../app.ts';

export interface ResetOptions {
  readonly all?: boolean;
  readonly undo?: boolean;
  readonly yes?: boolean;
}

/** `lab reset [id|--all]`: back to the starter, with a backup that `--undo` brings back. */
export async function runReset(app: App, id: string | undefined, options: ResetOptions): Promise<number> {
  const exercises = options.all ? loadCatalog(app.paths.root).exercises : [chooseExercise(app, id).exercise];
  if (options.undo)
    return report(app, exercises, (exercise) => undoReset(exercise, app.paths, new Date()).restored, UNDONE);
  if (!options.yes && !(await sure(app, exercises))) {
    app.print(app.screen.language === 'ko' ? '바뀐 것은 없습니다.' : 'Nothing was changed.');
    return 1;
  }
  return report(app, exercises, (exercise) => resetWork(exercise, app.paths, new Date()).backup, DONE);
}

const DONE = {
  en: (id: string, where: string | null) =>
    where === null
      ? `${id}: the starter was untouched.`
      : `${id}: back to the starter. Your files are kept: lab reset ${id} --undo`,
  ko: (id: string, where: string | null) =>
    where === null
      ? `${id}: 시작 파일 그대로였습니다.`
      : `${id}: 시작 파일로 되돌렸습니다. 작성한 파일은 보관됩니다: lab reset ${id} --undo`,
};
const UNDONE = {
  en: (id: string) => `${id}: your files are back.`,
  ko: (id: string) => `${id}: 작성한 파일을 되살렸습니다.`,
};

function report(
  app: App,
  exercises: readonly Exercise[],
  act: (exercise: Exercise) => string | null,
  words: {
    readonly en: (id: string, where: string | null) => string;
    readonly ko: (id: string, where: string | null) => string;
  },
): number {
  const results = exercises.map((exercise) => ({ exercise: exercise.id, where: act(exercise) }));
  if (app.json) app.print(JSON.stringify({ schema: 1, exercises: results }, null, 2));
  else for (const { exercise, where } of results) app.print(words[app.screen.language](exercise, where));
  return 0;
}

async function sure(app: App, exercises: readonly Exercise[]): Promise<boolean> {
  const what = exercises.length === 1 ? (exercises[0]?.id ?? '') : `${String(exercises.length)} exercises`;
  if (!process.stdin.isTTY || app.json) {
    throw new UserError(
      'needs-confirmation',
      `resetting ${what} replaces your files`,
      'Say --yes to do it without being asked.',
    );
  }
  const message =
    app.screen.language === 'ko'
      ? `${what}: 시작 파일로 되돌릴까요? (백업은 남습니다)`
      : `Put ${what} back to the starter? A backup is kept.`;
  try {
    const { askYesNo } = await import('../../lessons/player/player.ts');
    return await askYesNo(message, app.signal);
  } catch {
    throw new Cancelled();
  }
}
