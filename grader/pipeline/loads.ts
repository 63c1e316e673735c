import type { Loads } from '../domain/receipt.ts';
import { measureLoads } from '../testbed/testbed.ts';
import type { SpeedInputs } from './speed.ts';
import type { Findings, GradeContext, Prepared } from './stage.ts';

/**
 * CPU time under three loads, of the learner's program and of the reference at the same rates: 10, 50 and 90 % of what
 * the reference carries. Latency without its price is half of a result; it is shown, never judged.
 */
export async function showLoads(
  arms: SpeedInputs['arms'],
  prepared: Prepared,
  findings: Findings,
  { signal }: GradeContext,
): Promise<void> {
  const { loads: traffic } = prepared.request.exercise;
  if (!traffic) return;
  const common = { traffic, cpus: findings.cpus, signal };
  const reference = await measureLoads({ ...common, program: arms.reference.program, rates: [] });
  if (!reference) return;
  const rates = reference.map(({ perSecond }) => perSecond);
  const learner = await measureLoads({ ...common, program: arms.learner.program, rates });
  findings.loads = { learner: learner ?? [], reference } satisfies Loads;
}
