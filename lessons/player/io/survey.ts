import type { Capability, Exercise } from '../../../grader/domain/exercise.ts';
import type { Paths } from '../../../grader/domain/paths.ts';
import { probe } from '../../../grader/machine/machine.ts';

/** Without it nothing else can be asked, and nothing can be checked. */
const FIRST: readonly Capability[] = ['compiler'];

/** Why exercises cannot be graded on this machine, by id; what can be graded is not in it. Asks by doing, as the doctor. */
export async function surveyExercises(
  exercises: readonly Exercise[],
  context: { readonly paths: Paths; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, string>> {
  const needed = new Set(exercises.flatMap(({ requires }) => [...requires.correctness, ...requires.speed]));
  const why = new Map<Capability, string>();
  for (const capability of [...FIRST, ...[...needed].filter((one) => !FIRST.includes(one))]) {
    if (why.has('compiler')) break;
    const found = await probe(capability, context);
    if (!found.ok) why.set(capability, found.why);
  }
  return new Map(
    exercises.flatMap(({ id, requires }) => {
      const lacking = ['compiler' as const, ...requires.correctness, ...requires.speed].find((one) => why.has(one));
      return lacking ? [[id, why.get(lacking) ?? ''] as const] : [];
    }),
  );
}
