import type { Loads } from '../domain/receipt.ts';
import { measureCeilings, measureLoads } from '../testbed/testbed.ts';
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

/** Share of the generator's own ceiling from which a result is taken to be the generator's (FD.io CSIT's rule). */
const CEILING_SHARE = 0.9;

/**
 * Says where a rate came so close to what the load generator itself can do that it bounds the result. Ratios are then
 * drawn towards 1; a pass that this could fake is withheld by the positive control, which is drawn there, too.
 */
export async function adviseOfCeiling(
  { request: { exercise } }: Prepared,
  findings: Findings,
  { signal }: GradeContext,
): Promise<void> {
  const metrics = exercise.metrics.filter(({ traffic }) => traffic?.loop === 'window');
  if (metrics.length === 0) return;
  const traffics = metrics.flatMap(({ traffic }) => traffic ?? []);
  const ceilings = await measureCeilings(traffics, findings.cpus, signal);
  const advice = metrics.flatMap(({ name, title }, index) => {
    const result = findings.metrics.find((metric) => metric.name === name);
    const ceiling = ceilings?.[index] ?? Number.POSITIVE_INFINITY;
    const most = Math.max(result?.yours ?? 0, result?.reference ?? 0);
    if (most < CEILING_SHARE * ceiling) return [];
    const text = `${title.en}: generator-bound. The load generator itself reaches ${ceiling.toFixed(0)} datagrams a second here.`;
    return [{ topic: 'generator', text }];
  });
  findings.advice = [...findings.advice, ...advice];
}
