import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditCase, AuditReport } from '../domain/audit-report.ts';
import { Bug } from '../domain/errors.ts';
import { hasNaive, type Exercise } from '../domain/exercise.ts';
import type { GradeRequest } from '../domain/grade-request.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { TestbedPlan } from '../domain/testbed-plan.ts';
import { VERDICTS, type VerdictKind } from '../domain/verdict.ts';
import { grade, type GradeContext } from '../pipeline/grade.ts';
import { misstatedCounts } from './counts.ts';

/** The reference must clear each line by this factor (measurement.md 2.7: never closer than 1.15x). */
const REFERENCE_HEADROOM = 1.15;
/**
 * What is not as promised is asked for once more: an inconclusive answer is the machine's, and machines have moments;
 * and whether a contradiction is one can only be said of a verdict that stands.
 */
const ATTEMPTS = 2;

/** Answers that only check programs look at can be looked at two at a time: no more than that has two cores to run on. */
const LANES = 2;

/** What is promised of one answer. */
interface Promised {
  readonly exercise: Exercise;
  readonly name: string;
  readonly expected: VerdictKind;
}

export interface AuditOptions {
  /** Only answers whose name contains this; all of them when empty. */
  readonly only?: string;
  /** What the ports of the testbed `dpdk` are. Absent: memif. */
  readonly testbed?: TestbedPlan;
  /** Hears of each case as it is done. */
  readonly onCase?: (audited: AuditCase) => void;
}

/**
 * Grades every starter, reference, naive solution and impostor as a learner's would be, with nothing stored, and holds
 * the verdicts against what their names promise.
 *
 * Most impostors are found by the checks. So those that must be found wrong are only checked at first, some at a time
 * and until something is wrong; whoever gets through is graded in full with the rest, one after the other: two that are timed would disturb each
 * other.
 */
export async function audit(
  exercises: readonly Exercise[],
  context: GradeContext,
  { only = '', testbed, onCase = () => {} }: AuditOptions = {},
): Promise<AuditReport> {
  const started = context.now().getTime();
  const over = testbed === undefined ? {} : { testbed };
  const promises = exercises.flatMap(promisesOf).filter(({ name }) => name.includes(only));
  const found = new Map<Promised, AuditCase>();
  const keep = (promised: Promised, audited: AuditCase): void => {
    found.set(promised, audited);
    onCase(audited);
  };
  await inLanes(promises.filter(isWrong), async (promised) => {
    const how = { ...over, correctnessOnly: true, untilFailure: true, profile: 'quick' } as const;
    const receipt = await gradeOnce(promised, how, context);
    if (receipt.verdict === promised.expected) keep(promised, caseOf(promised, receipt, 1, receipt.seconds));
  });
  for (const promised of promises.filter((one) => !found.has(one))) {
    // eslint-disable-next-line no-await-in-loop -- see above
    keep(promised, await auditCase(promised, over, context));
  }
  const cases = promises.flatMap((promised) => found.get(promised) ?? []);
  return {
    cases,
    contradictions: cases.filter((one) => one.outcome === 'contradiction').length,
    inconclusive: cases.filter((one) => one.outcome === 'inconclusive').length,
    wavering: cases.filter((one) => one.outcome === 'wavering').length,
    seconds: (context.now().getTime() - started) / 1000,
  };
}

function isWrong({ expected }: Promised): boolean {
  return expected === 'incorrect' || expected === 'build-failed';
}

/** Works on all items, `LANES` at a time, in their order. */
async function inLanes<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async (): Promise<void> => {
    for (const item of waiting) {
      // eslint-disable-next-line no-await-in-loop -- one at a time is what a lane is
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/**
 * Every answer that ships with an exercise: the folders are the list. `impostors/` are wrong answers, `alternatives/`
 * other good ones; both are named by the verdict they must get. What is neither timed nor counted has no slow way.
 */
export function promisesOf(exercise: Exercise): Promised[] {
  const named = ['alternatives', 'impostors'].flatMap((kind) =>
    foldersIn(join(exercise.solutions, kind)).map((name): Promised => ({
      exercise,
      name: `${kind}/${name}`,
      expected: promisedVerdict(name),
    })),
  );
  return [
    { exercise, name: 'starter', expected: 'incorrect' },
    { exercise, name: 'reference', expected: 'passed' },
    ...(hasNaive(exercise) ? [{ exercise, name: 'naive', expected: 'too-slow' } as const] : []),
    ...named,
  ];
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** `too-slow.sleeps-when-empty` promises `too-slow`. */
function promisedVerdict(folder: string): VerdictKind {
  const verdict = VERDICTS.find((kind) => folder.startsWith(`${kind}.`));
  if (!verdict) throw new Bug(`the folder "${folder}" does not begin with a verdict`);
  return verdict;
}

async function auditCase(
  promised: Promised,
  over: Pick<GradeRequest, 'testbed'>,
  context: GradeContext,
): Promise<AuditCase> {
  let seconds = 0;
  let earlier: AuditCase | null = null;
  for (let attempts = 1; ; attempts += 1) {
    const profile = attempts === 1 ? 'quick' : 'full';
    // eslint-disable-next-line no-await-in-loop -- the second attempt depends on the first
    const receipt = await gradeOnce(promised, { ...over, correctnessOnly: false, profile }, context);
    seconds += receipt.seconds;
    const audited = caseOf(promised, receipt, attempts, seconds);
    if (earlier?.outcome === 'contradiction') return afterContradiction(earlier, audited);
    if (audited.outcome === 'as-promised' || attempts === ATTEMPTS) return audited;
    earlier = audited;
  }
}

/** A contradiction is one if it comes twice; two different answers to one question are told as what they are. */
export function afterContradiction<Case extends Pick<AuditCase, 'outcome' | 'verdict' | 'earlier'>>(
  first: Case,
  second: Case,
): Case {
  // A reference too near to its line has the right verdict all the same: the second look at how near stands.
  if (second.outcome === 'contradiction' || second.verdict === first.verdict) return second;
  return { ...second, outcome: 'wavering', earlier: first.verdict };
}

async function gradeOnce(
  { exercise, name }: Promised,
  how: Pick<GradeRequest, 'correctnessOnly' | 'untilFailure' | 'profile' | 'testbed'>,
  context: GradeContext,
): Promise<Receipt> {
  return await grade({ exercise, source: { kind: 'solution', name }, keepMeasuring: false, ...how }, context);
}

function caseOf(promised: Promised, receipt: Receipt, attempts: number, seconds: number): AuditCase {
  const { exercise, name, expected } = promised;
  const { verdict, reason, detail } = receipt;
  const outcome = outcomeOf(receipt, promised);
  const said = { verdict, reason, detail, outcome, misstated: misstatedCounts(receipt, name), earlier: null };
  return { exercise: exercise.id, name, expected, ...said, headroom: headroomOf(receipt), attempts, seconds, receipt };
}

function outcomeOf(receipt: Receipt, { name, expected }: Promised): AuditCase['outcome'] {
  if (misstatedCounts(receipt, name).length > 0) return 'contradiction';
  if (receipt.verdict === expected) {
    const headroom = headroomOf(receipt);
    const enough = name !== 'reference' || headroom === null || headroom >= REFERENCE_HEADROOM;
    return enough ? 'as-promised' : 'contradiction';
  }
  const undecided = receipt.verdict === 'inconclusive' || receipt.verdict === 'unsupported';
  return undecided ? 'inconclusive' : 'contradiction';
}

/** How far the closest metric or count is from its line: 1 is on it. */
function headroomOf(receipt: Receipt): number | null {
  // What this machine could not resolve decides nothing, and is as far from its line as noise has it.
  const judged = receipt.metrics.filter(({ decision }) => decision !== 'unresolvable');
  const ratios = [
    ...judged.flatMap((metric) => (metric.ratio ? [metric.ratio.median / metric.line] : [])),
    ...receipt.counts.flatMap(({ line, yours }) => (yours > 0 ? [line / yours] : [])),
  ];
  return ratios.length === 0 ? null : Math.min(...ratios);
}
