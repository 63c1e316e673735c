import type { CapabilityReport, DoctorReport, ExerciseReport } from '../domain/doctor-report.ts';
import { CAPABILITIES, type Capability, type Exercise } from '../domain/exercise.ts';
import { findHostFacts, machineFacts, planCpus, probe } from '../machine/machine.ts';
import type { GradeContext } from '../pipeline/grade.ts';
import { measureNoise } from './noise.ts';

export interface DoctorOptions {
  /** Measure the reference against itself (about 5 s), where that is possible. */
  readonly noise: boolean;
}

/** A judged metric adds about a tenth of a second to each block, and a dozen blocks decide. */
const SECONDS_PER_METRIC = 2;
/** Compiling and running the checks on two cores. */
const CORRECTNESS_SECONDS = 3;

/** Finds out what this machine can do, by doing it, and what of the lab can be graded here. Changes nothing. */
export async function examine(
  exercises: readonly Exercise[],
  { noise }: DoctorOptions,
  context: GradeContext,
): Promise<DoctorReport> {
  const capabilities: CapabilityReport[] = [];
  for (const capability of CAPABILITIES) {
    capabilities.push({ capability, ...(await probeOrRefuse(capability, capabilities, context)) });
  }
  const lacking = capabilities.filter((one) => !one.ok).map((one) => one.capability);
  const reports = exercises.map((exercise) => reportOf(exercise, lacking));
  const cpuPlan = planCpus(2);
  const measured = exercises.find((_, index) => reports[index]?.speed && reports[index].timed);
  const measurable = noise && measured && cpuPlan.kind === 'planned';
  return {
    schema: 1,
    machine: await machineFacts(cpuPlan.kind === 'planned' ? cpuPlan.cpus : []),
    capabilities,
    cpuPlan,
    host: await findHostFacts(context.signal),
    exercises: reports,
    noise: measurable ? await measureNoise(measured, cpuPlan.cpus, context) : null,
  };
}

/** Without a compiler there is no asking about sanitizers. */
async function probeOrRefuse(
  capability: Capability,
  before: readonly CapabilityReport[],
  context: GradeContext,
): Promise<Omit<CapabilityReport, 'capability'>> {
  const compiler = before.find((one) => one.capability === 'compiler');
  const needsCompiler = capability === 'address-sanitizer' || capability === 'thread-sanitizer';
  if (needsCompiler && compiler?.ok === false)
    return { ok: false, why: 'There is no compiler to ask.', fix: compiler.fix };
  return await probe(capability, context);
}

function reportOf(exercise: Exercise, lacking: readonly Capability[]): ExerciseReport {
  const lacks = (wanted: readonly Capability[]): Capability[] => wanted.filter((one) => lacking.includes(one));
  const { requires } = exercise;
  const missing = [...new Set([...lacks(requires.correctness), ...lacks(requires.speed)])];
  const correctness = lacks(requires.correctness).length === 0;
  return {
    exercise: exercise.id,
    title: exercise.title,
    correctness,
    speed: correctness && missing.length === 0,
    timed: exercise.metrics.length > 0,
    lacking: missing,
    seconds: CORRECTNESS_SECONDS + SECONDS_PER_METRIC * exercise.metrics.length,
  };
}
