import { probe } from '../machine/machine.ts';
import { findCompiler } from '../toolchain/toolchain.ts';
import { isUnchanged, layStarter, submissionFolder } from '../workspace/workspace.ts';
import type { Capability } from '../domain/exercise.ts';
import type { GradeRequest } from '../domain/grade-request.ts';
import { goOn, stop, type GradeContext, type Prepared, type Stage } from './stage.ts';

/** Finds the files to be graded, and makes sure that this machine can say whether they are right. */
export async function prepare(request: GradeRequest, context: GradeContext): Promise<Stage<Prepared>> {
  const { exercise, source } = request;
  context.onEvent({ kind: 'stage', stage: 'preparing' });
  if (source.kind === 'work') layStarter(exercise, context.paths);
  const submission = submissionFolder(source, exercise, context.paths);
  if (source.kind !== 'solution' && isUnchanged(exercise, submission))
    return stop('unchanged', 'starter-unchanged', submission);
  const lacking = await firstLacking(exercise.requires.correctness, context);
  if (lacking) return stop('unsupported', lacking.reason, lacking.detail);
  return goOn({ request, submission, compiler: await findCompiler(context.signal) });
}

/** The first capability that this machine lacks: the reason's word, and why with the fix. */
export async function firstLacking(
  capabilities: readonly Capability[],
  context: GradeContext,
): Promise<{ reason: string; detail: string } | undefined> {
  for (const capability of capabilities) {
    const found = await probe(capability, context);
    if (!found.ok) return { reason: `no-${capability}`, detail: `${found.why} ${found.fix}`.trim() };
  }
  return undefined;
}
