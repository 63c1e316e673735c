import { nameMembers, runCheck, type CheckRun, type ReportedAdvice } from '../check/check.ts';
import { Bug, Cancelled } from '../domain/errors.ts';
import type { GradeEvent } from '../domain/events.ts';
import { armOf, type CheckProgram } from '../domain/exercise.ts';
import type { Advice, CheckResult } from '../domain/receipt.ts';
import { build, type BuildOutcome, type Diagnostic } from '../toolchain/toolchain.ts';
import { holdCounts, overTheLine } from './counts.ts';
import { sourceLines } from './source-lines.ts';
import { goOn, stop, type Conclusion, type Findings, type GradeContext, type Prepared, type Stage } from './stage.ts';

/** What one check program came to. */
type Checked =
  | ({ readonly kind: 'checked'; readonly program: string } & Pick<CheckRun, 'results' | 'advice' | 'counts'>)
  | { readonly kind: 'build-failed'; readonly diagnostics: readonly Diagnostic[]; readonly text: string }
  | { readonly kind: 'machine-fault'; readonly detail: string };

/**
 * Compiles and runs every check program of the exercise. They are started together, since compiling is most of the
 * time and a machine has at least two cores more often than not; correctness never depends on timing.
 */
export async function checkCorrectness(
  prepared: Prepared,
  findings: Findings,
  context: GradeContext,
): Promise<Stage<null>> {
  context.onEvent({ kind: 'stage', stage: 'building' });
  const { exercise } = prepared.request;
  const checkAll = prepared.request.untilFailure === true ? checkUntilFailure : checkEverything;
  const checked = await checkAll(exercise.checks, prepared, context);
  findings.checks = checked.flatMap((one) => (one.kind === 'checked' ? one.results : []));
  const end = conclude(checked, findings.checks);
  if (end) {
    findings.advice = await tellAdvice(checked, context, () => true);
    return { kind: 'stop', end };
  }
  const counted = checked.flatMap((one) => (one.kind === 'checked' ? one.counts : []));
  findings.counts = holdCounts(exercise.counts, counted);
  const over = overTheLine(findings.counts);
  // Where lines go is worth knowing when there are too many of them.
  findings.advice = await tellAdvice(checked, context, ({ topic }) => over !== undefined || topic !== 'transfers');
  return over === undefined ? goOn(null) : stop('too-slow', 'over-the-line', over);
}

type CheckAll = (
  checks: readonly CheckProgram[],
  prepared: Prepared,
  context: GradeContext,
) => Promise<readonly Checked[]>;

const checkEverything: CheckAll = async (checks, prepared, context) =>
  await Promise.all(checks.map(async (check) => await checkOne(check, prepared, context)));

/** As soon as one step of one program has failed, all of them are ended: that step is what is known then. */
const checkUntilFailure: CheckAll = async (checks, prepared, context) => {
  const enough = new AbortController();
  let failure: CheckResult | null = null;
  const onEvent = (event: GradeEvent): void => {
    if (enough.signal.aborted) return;
    context.onEvent(event);
    if (event.kind !== 'step-ended' || event.result.status !== 'failed') return;
    failure = event.result;
    enough.abort();
  };
  const within = { ...context, onEvent, signal: AbortSignal.any([context.signal, enough.signal]) };
  const checkOrEnd = async (check: CheckProgram): Promise<Checked> => {
    try {
      return await checkOne(check, prepared, within);
    } catch (error) {
      if (!(error instanceof Cancelled) || context.signal.aborted) throw error;
      return nothingMore([]);
    }
  };
  const checked = await Promise.all(checks.map(checkOrEnd));
  return failure === null ? checked : [nothingMore([failure])];
};

/** These results are all that will be known of a program that was ended. */
function nothingMore(results: readonly CheckResult[]): Checked {
  return { kind: 'checked', program: '', results, advice: [], counts: [] };
}

async function checkOne(check: CheckProgram, prepared: Prepared, context: GradeContext): Promise<Checked> {
  const { signal, onEvent } = context;
  const overWire = prepared.request.exercise.testbed === 'sockets' && check.inProcess !== true;
  // Over a wire the check program is ours alone and drives the learner's; otherwise both are one program.
  const [built, driving] = await Promise.all([
    buildPart(overWire ? 'dut' : 'check', check, prepared, context),
    overWire ? buildPart('wire-check', check, prepared, context) : null,
  ]);
  if (driving?.kind === 'failed') throw new Bug(`${check.source} does not compile:\n${driving.text}`);
  if (built.kind === 'failed') return { kind: 'build-failed', diagnostics: built.diagnostics, text: built.text };
  onEvent({ kind: 'built', program: check.source, seconds: built.seconds, cached: built.cached });
  const run = await runCheck({
    program: driving?.program ?? built.program,
    dut: driving ? built.program : null,
    profile: check.profile,
    packages: prepared.request.exercise.packages,
    code: sourceLines(prepared.submission, prepared.request.exercise.files),
    seconds: check.seconds,
    signal,
    onEvent,
  });
  if (run.machineFault !== null) return { kind: 'machine-fault', detail: run.machineFault };
  const warnings = built.warnings
    .slice(0, 3)
    .map((warning) => ({ topic: 'compiler', text: describe(warning), object: null }));
  const advice = [...run.advice, ...warnings];
  return { kind: 'checked', program: built.program, results: run.results, advice, counts: run.counts };
}

async function buildPart(
  kind: 'check' | 'dut' | 'wire-check',
  check: CheckProgram,
  { request: { exercise }, submission, compiler }: Prepared,
  { paths, signal }: GradeContext,
): Promise<BuildOutcome> {
  return await build({
    compiler,
    exercise,
    submission: kind === 'wire-check' ? null : submission,
    source: kind === 'dut' ? armOf(exercise) : check.source,
    kind,
    profile: kind === 'wire-check' ? 'optimized' : check.profile,
    paths,
    signal,
  });
}

/** A program that does not compile says more than the checks of the one that does; then wrong beats unjudged. */
function conclude(checked: readonly Checked[], results: readonly CheckResult[]): Conclusion | undefined {
  for (const one of checked) {
    if (one.kind === 'build-failed') return stop('build-failed', 'compile-error', describeFailure(one)).end;
  }
  const failed = results.find((result) => result.status === 'failed');
  if (failed) return stop('incorrect', 'check-failed', failed.name).end;
  for (const one of checked) {
    if (one.kind === 'machine-fault') return stop('inconclusive', 'machine-fault', one.detail).end;
  }
  return undefined;
}

/** The first error, or the compiler's own words where they could not be parsed. */
export function describeFailure(failed: {
  readonly diagnostics: readonly Diagnostic[];
  readonly text: string;
}): string {
  const error = failed.diagnostics.find((diagnostic) => diagnostic.severity === 'error') ?? failed.diagnostics[0];
  return error ? describe(error) : failed.text;
}

/** `spsc_ring.hpp:41:7: error: …` and the line it is about: what the reader looks for first. */
function describe(diagnostic: Diagnostic): string {
  const { file, line, column, severity, message, snippet } = diagnostic;
  return `${file}:${String(line)}:${String(column)}: ${severity}: ${message}${snippet ? `\n${snippet}` : ''}`;
}

/** What is worth telling. Names of members are looked up for it alone, since that takes a tool. */
async function tellAdvice(
  checked: readonly Checked[],
  { signal }: GradeContext,
  isWorthIt: (advice: ReportedAdvice) => boolean,
): Promise<Advice[]> {
  const told = checked.map(async (one) =>
    one.kind === 'checked' ? await nameMembers(one.program, one.advice.filter(isWorthIt), signal) : [],
  );
  return uniqueAdvice((await Promise.all(told)).flat());
}

function uniqueAdvice(all: readonly Advice[]): Advice[] {
  return [...new Map(all.map((one) => [`${one.topic} ${one.text}`, one])).values()];
}
