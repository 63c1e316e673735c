import { readFileSync } from 'node:fs';
import { UserError } from '../../grader/domain/errors.ts';
import { rounds as roundsSchema, type Rounds } from '../../grader/domain/rounds.ts';
import { exitCodeOf } from '../../grader/domain/verdict.ts';
import { judge, replayClock } from '../../grader/judge/judge.ts';
import { renderJudgement } from '../../grader/render/judgement.ts';
import type { App } from '../app.ts';

/** `lab judge --replay FILE`: judges recorded rounds again, with nothing but the recording. */
export function runJudge(app: App, options: { readonly replay: string }): number {
  const rounds = readRounds(options.replay);
  const judgement = judge(rounds, replayClock(rounds));
  app.print(app.json ? JSON.stringify({ schema: 1, ...judgement }, null, 2) : renderJudgement(judgement, app.screen));
  return judgement.kind === 'continue' ? 3 : exitCodeOf(judgement.kind);
}

function readRounds(file: string): Rounds {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UserError(
      'no-such-file',
      `cannot read ${file}`,
      'lab grade --json names the recording of a grade as "evidence".',
    );
  }
  try {
    return roundsSchema.parse(JSON.parse(text));
  } catch {
    throw new UserError(
      'not-a-recording',
      `${file} is not a recording of rounds`,
      'Give the file that lab grade --json names as "evidence".',
    );
  }
}
