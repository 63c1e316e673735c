import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditCase, AuditReport } from '../domain/audit-report.ts';
import { Bug } from '../domain/errors.ts';
import type { Exercise } from '../domain/exercise.ts';
import type { Receipt } from '../domain/receipt.ts';
import { VERDICTS, type VerdictKind } from '../domain/verdict.ts';
import { grade, type GradeContext } from '../pipeline/grade.ts';
import { misstatedCounts } from './counts.ts';

/** The reference must clear each line by this factor (measurement.md 2.7: never closer than 1.15x). */
const REFERENCE_HEADROOM = 1.15;
/** An inconclusive answer is asked for once more: it is the machine's, and machines have moments. */
const ATTEMPTS = 2;

/** What is promised of one answer. */
interface Promised {
  readonly exercise: Exercise;
  readonly name: string;
  readonly expected: VerdictKind;
}

export interface AuditOptions {
  /** Only answers whose name contains this; all of them when empty. */
  readonly only?: string;
  /** Hears of each case as it is done. */
  readonly onCase?: (audited: AuditCase) => void;
}

/**
 * Grades every starter, reference, naive solution and impostor as a learner's would be, with nothing stored, and holds
 * the verdicts against what their names promise.
 */
export async function audit(
  exercises: readonly Exercise[],
  context: GradeContext,
  { only = '', onCase = () => {} }: AuditOptions = {},
): Promise<AuditReport> {
  const started = context.now().getTime();
  const cases: AuditCase[] = [];
  for (const promised of exercises.flatMap(promisesOf).filter(({ name }) => name.includes(only))) {
    // eslint-disable-next-line no-await-in-loop -- graded one after the other: two at once would disturb each other
    const audited = await auditCase(promised, context);
    cases.push(audited);
    onCase(audited);
  }
  return {
    cases,
    contradictions: cases.filter((one) => one.outcome === 'contradiction').length,
    inconclusive: cases.filter((one) => one.outcome === 'inconclusive').length,
    seconds: (context.now().getTime() - started) / 1000,
  };
}

/**
 * Every answer that ships with an exercise: the folders are the list. `impostors/` are wrong answers, `alternatives/`
 * other good ones; both are named by the verdict they must get.
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
    { exercise, name: 'naive', expected: 'too-slow' },
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

async function auditCase(promised: Promised, context: GradeContext): Promise<AuditCase> {
  const { exercise, name, expected } = promised;
  let seconds = 0;
  for (let attempts = 1; ; attempts += 1) {
    // eslint-disable-next-line no-await-in-loop -- the second attempt depends on the first
    const receipt = await grade(
      {
        exercise,
        source: { kind: 'solution', name },
        correctnessOnly: false,
        profile: attempts === 1 ? 'quick' : 'full',
        keepMeasuring: false,
      },
      context,
    );
    seconds += receipt.seconds;
    const outcome = outcomeOf(receipt, promised);
    if (outcome !== 'inconclusive' || attempts === ATTEMPTS) {
      const { verdict, reason, detail } = receipt;
      const headroom = headroomOf(receipt);
      const of = exercise.id;
      const misstated = misstatedCounts(receipt, name);
      const said = { verdict, reason, detail, outcome, misstated, headroom };
      return { exercise: of, name, expected, ...said, attempts, seconds, receipt };
    }
  }
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
  const ratios = [
    ...receipt.metrics.flatMap((metric) => (metric.ratio ? [metric.ratio.median / metric.line] : [])),
    ...receipt.counts.flatMap(({ line, yours }) => (yours > 0 ? [line / yours] : [])),
  ];
  return ratios.length === 0 ? null : Math.min(...ratios);
}
