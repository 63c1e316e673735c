import { join } from 'node:path';
import { Bug } from '../domain/errors.ts';
import { armOf } from '../domain/exercise.ts';
import type { Role } from '../domain/rounds.ts';
import { build, type BuildOutcome } from '../toolchain/toolchain.ts';
import type { GradeContext, Prepared } from './stage.ts';

type Built = Extract<BuildOutcome, { kind: 'built' }>;

/** The three optimized programs of a session, or what the compiler said of the learner's. */
export type Arms =
  | { readonly kind: 'built'; readonly byRole: Readonly<Record<Role, Built>> }
  | { readonly kind: 'failed'; readonly outcome: Extract<BuildOutcome, { kind: 'failed' }> };

/** Builds the arm program once with the learner's files, once with the reference, once with the naive solution. */
export async function buildArms(prepared: Prepared, context: GradeContext): Promise<Arms> {
  const { exercise } = prepared.request;
  const solution = (name: string): string => join(exercise.solutions, name);
  const [learner, reference, naive] = await Promise.all([
    buildArm(prepared.submission, prepared, context),
    buildArm(solution('reference'), prepared, context),
    buildArm(solution('naive'), prepared, context),
  ]);
  if (learner.kind === 'failed') return { kind: 'failed', outcome: learner };
  if (reference.kind === 'failed') throw new Bug(`the reference does not compile:\n${reference.text}`);
  if (naive.kind === 'failed') throw new Bug(`the naive solution does not compile:\n${naive.text}`);
  return { kind: 'built', byRole: { learner, reference, naive } };
}

async function buildArm(submission: string, prepared: Prepared, context: GradeContext): Promise<BuildOutcome> {
  const { exercise } = prepared.request;
  return await build({
    compiler: prepared.compiler,
    exercise,
    submission,
    source: armOf(exercise),
    kind: exercise.testbed === 'inprocess' ? 'arm' : 'dut',
    profile: 'optimized',
    paths: context.paths,
    signal: context.signal,
  });
}
