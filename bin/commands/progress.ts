import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskError, UserError } from '../../grader/domain/errors.ts';
import { openLedger } from '../../grader/ledger/ledger.ts';
import type { App } from '../app.ts';

/** `lab progress export|import FILE`: what you have done, to another machine. `-` is standard input or output. */
export function runProgress(app: App, action: string, file: string): number {
  using ledger = openLedger(join(app.paths.state, 'ledger.db'));
  if (action === 'import') {
    const added = ledger.importProgress(read(file));
    app.print(app.json ? JSON.stringify({ schema: 1, ...added }, null, 2) : IMPORTED[app.screen.language](added));
    return 0;
  }
  const json = ledger.exportProgress();
  if (file === '-') {
    app.print(json);
    return 0;
  }
  try {
    writeFileSync(file, json);
  } catch (error) {
    throw diskError(error, file);
  }
  app.print(app.json ? JSON.stringify({ schema: 1, file }, null, 2) : EXPORTED[app.screen.language](file));
  return 0;
}

interface Added {
  readonly attempts: number;
  readonly lessons: number;
  readonly answers: number;
}

const IMPORTED = {
  en: ({ attempts, lessons, answers }: Added) =>
    `New here: ${String(attempts)} attempts, ${String(lessons)} lessons, ${String(answers)} answers.`,
  ko: ({ attempts, lessons, answers }: Added) =>
    `새로 들어온 기록: 시도 ${String(attempts)}회, 강의 ${String(lessons)}개, 답 ${String(answers)}개.`,
};
const EXPORTED = {
  en: (file: string) => `Your progress is in ${file}. Your code is not: it is in work/.`,
  ko: (file: string) => `진행 기록을 ${file}에 저장했습니다. 작성한 코드는 work/에 있으며 여기에 들어 있지 않습니다.`,
};

function read(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UserError('no-such-file', `cannot read ${file} (${code})`, 'lab progress export FILE writes one.');
  }
}
