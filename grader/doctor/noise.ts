import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { NoiseReport } from '../domain/doctor-report.ts';
import { UserError } from '../domain/errors.ts';
import { armOf, type Exercise } from '../domain/exercise.ts';
import { ROUNDS_SCHEMA, type Rounds } from '../domain/rounds.ts';
import { openJudge } from '../judge/judge.ts';
import { measureLock } from '../machine/machine.ts';
import { openTrial } from '../measure/measure.ts';
import type { GradeContext } from '../pipeline/grade.ts';
import { openTestbed } from '../testbed/testbed.ts';
import { build, findCompiler } from '../toolchain/toolchain.ts';

/** About 5 s: enough for quantiles that mean something. */
const BLOCKS = 20;

/**
 * Measures an exercise's reference against itself, as a grade would measure a learner's: whatever the ratios are apart
 * from 1 is this machine's noise.
 */
export async function measureNoise(
  exercise: Exercise,
  cpus: readonly number[],
  context: GradeContext,
): Promise<NoiseReport> {
  const { signal, paths } = context;
  const built = await build({
    compiler: await findCompiler(signal),
    exercise,
    submission: join(exercise.solutions, 'reference'),
    source: armOf(exercise),
    kind: exercise.testbed === 'inprocess' ? 'arm' : 'dut',
    profile: 'optimized',
    paths,
    signal,
  });
  if (built.kind === 'failed') throw new UserError('no-compiler', 'the reference does not compile here', built.text);
  const { program } = built;
  await using _lock = await measureLock('lab doctor', { signal, onWait: () => {} });
  await using testbed = await openTestbed({
    exercise,
    programs: { learner: program, reference: program, naive: program },
    cpus,
  });
  const metrics = exercise.metrics.slice(0, 1);
  const seed = randomBytes(8).toString('hex');
  using trial = openTrial({ testbed, metrics, seed, firstIndex: 0, signal });
  const rounds: Rounds = {
    schema: ROUNDS_SCHEMA,
    exercise: exercise.id,
    seed,
    alphaPass: 0.01,
    alphaFail: 0.01,
    metrics: metrics.map(({ name, unit, clock, naive, quantity }) => ({
      ...{ name, unit, clock, line: 1, naive, deadBand: 0 },
      ...(quantity === undefined ? {} : { quantity }),
    })),
    blocks: [],
  };
  const session = openJudge(rounds);
  session.beginSession();
  let seconds = 0;
  for (let index = 0; index < BLOCKS; index += 1) {
    const outcome = await trial.nextBlock({ metrics: metrics.map((metric) => metric.name), control: false });
    if (outcome.kind === 'fault')
      throw new Error(`the reference arm failed: ${outcome.fault.kind}: ${outcome.fault.detail}`);
    session.add(outcome.block);
    seconds += outcome.block.noise.wallNs / 1e9;
  }
  const judgement = session.judgement({
    seconds,
    atLineSeconds: Number.POSITIVE_INFINITY,
    capSeconds: Number.POSITIVE_INFINITY,
  });
  const ratios = (judgement.metrics[0]?.blocks ?? []).map((log) => Math.exp(log)).toSorted((a, b) => a - b);
  return {
    blocks: ratios.length,
    ratio: ratioOf(ratios),
    neighbours: judgement.noise.neighbours,
    hypervisor: judgement.noise.hypervisor,
    interruptsPerSecond: judgement.noise.interruptsPerSecond,
    seconds,
  };
}

/** By nearest rank; nothing where the gates have let no round through. */
function ratioOf(sorted: readonly number[]): NoiseReport['ratio'] {
  const [median, low, high] = [0.5, 0.1, 0.9].map((share) => sorted[Math.round(share * (sorted.length - 1))]);
  return median === undefined || low === undefined || high === undefined ? null : { median, low, high };
}
