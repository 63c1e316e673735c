import { resolve } from 'node:path';
import { exitCodeOf } from '../../grader/domain/verdict.ts';
import type { GradeRequest, SubmissionSource } from '../../grader/domain/grade-request.ts';
import { grade } from '../../grader/pipeline/grade.ts';
import { renderReceipt } from '../../grader/render/receipt.ts';
import { readTestbedFile } from '../../grader/testbed/testbed.ts';
import { writeEditorSupport } from '../../grader/toolchain/toolchain.ts';
import { submissionFolder } from '../../grader/workspace/workspace.ts';
import { chooseExercise, gradeContext, type App } from '../app.ts';
import { showProgress } from '../grade-progress.ts';

export interface GradeOptions {
  readonly solution?: string | true;
  readonly submission?: string;
  readonly correctnessOnly?: boolean;
  readonly profile?: 'quick' | 'full';
  readonly keepMeasuring?: boolean;
  readonly edit?: boolean;
  readonly testbed?: string;
}

/** `lab grade [id]`: is it right, and is it fast enough here? */
export async function runGrade(app: App, id: string | undefined, options: GradeOptions): Promise<number> {
  const { catalog, exercise } = chooseExercise(app, id);
  const source = sourceOf(options);
  const request: GradeRequest = {
    exercise,
    source,
    correctnessOnly: options.correctnessOnly === true,
    profile: options.profile ?? 'quick',
    keepMeasuring: options.keepMeasuring === true,
    ...(options.testbed === undefined ? {} : { testbed: readTestbedFile(options.testbed) }),
  };
  if (source.kind === 'work') writeEditorSupport(catalog.exercises, app.paths);
  const receipt = await withProgress();
  const folder = submissionFolder(source, exercise, app.paths);
  if (app.json) app.print(JSON.stringify(receipt, null, 2));
  else app.print(renderReceipt(receipt, exercise, app.screen, { folder }));
  if (options.edit) (await import('../../lessons/player/player.ts')).openEditor(folder, exercise, receipt);
  return exitCodeOf(receipt.verdict);

  async function withProgress(): Promise<Awaited<ReturnType<typeof grade>>> {
    using progress = showProgress(app, exercise);
    return await grade(request, { ...gradeContext(app), onEvent: progress.onEvent });
  }
}

function sourceOf({ solution, submission }: GradeOptions): SubmissionSource {
  if (solution !== undefined) return { kind: 'solution', name: solution === true ? 'reference' : solution };
  if (submission !== undefined) return { kind: 'folder', folder: resolve(submission) };
  return { kind: 'work' };
}
