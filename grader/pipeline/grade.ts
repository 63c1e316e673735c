import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import type { GradeRequest } from '../domain/grade-request.ts';
import { RECEIPT_SCHEMA, type Receipt } from '../domain/receipt.ts';
import { openLedger, type Ledger } from '../ledger/ledger.ts';
import { findHostFacts, fingerprint, machineFacts } from '../machine/machine.ts';
import { buildArms, type Arms } from './arms.ts';
import { checkCorrectness, describeFailure } from './correctness.ts';
import { deviceOf, machineClass, planSpeed, refuseUselessTestbed, withLinesOf } from './devices.ts';
import { findEvidence, writeEvidenceFile, type Evidence } from './evidence.ts';
import { adviseOfCeiling, showLoads } from './loads.ts';
import { prepare } from './prepare.ts';
import { judgeSpeed } from './speed.ts';
import { stop, type Conclusion, type Findings, type GradeContext, type Prepared } from './stage.ts';

export type { GradeContext } from './stage.ts';

/**
 * Grades one submission: are the files right, and are they fast enough here? Whatever the learner's code or the
 * machine does ends in a verdict; `UserError` means wrong usage, `Cancelled` that the signal fired, anything else
 * thrown is our bug. Progress leaves through `context.onEvent`.
 */
export async function grade(asked: GradeRequest, context: GradeContext): Promise<Receipt> {
  refuseUselessTestbed(asked);
  const request = withLinesOf(asked);
  const started = context.now().getTime();
  const ledger = request.source.kind === 'solution' ? null : openLedgerOrWarn(context);
  try {
    const findings = noFindings();
    // Before anything can end the grade: what is missing here is worth knowing then, above all.
    if (request.exercise.host) findings.host = await findHostFacts(context.signal);
    const end = await conclude(request, ledger, findings, context);
    const receipt = await writeReceipt(request, end, findings, (context.now().getTime() - started) / 1000);
    saveOrWarn(ledger, receipt, findings, context);
    return receipt;
  } finally {
    ledger?.close();
  }
}

/** The order of things, from files to a conclusion. */
async function conclude(
  request: GradeRequest,
  ledger: Ledger | null,
  findings: Findings,
  context: GradeContext,
): Promise<Conclusion> {
  const prepared = await prepare(request, context);
  if (prepared.kind === 'stop') return prepared.end;

  // The arms compile while the checks run; nobody waits for them if the checks fail.
  const isTimed = request.exercise.metrics.length > 0;
  const arms = request.correctnessOnly || !isTimed ? null : buildArms(prepared.value, context);
  arms?.catch(() => {});
  const correct = await checkCorrectness(prepared.value, findings, context);
  if (correct.kind === 'stop') return correct.end;
  if (!isTimed) return stop('passed', passedUntimed(findings)).end;
  if (!arms) return stop('passed', 'correctness-only').end;

  const cpus = await planSpeed(prepared.value, context);
  if (cpus.kind === 'stop') return cpus.end;
  findings.cpus = cpus.value;
  const built = await arms;
  if (built.kind === 'failed') return stop('build-failed', 'compile-error', describeFailure(built.outcome)).end;
  return await concludeSpeed(built.byRole, prepared.value, ledger, findings, context);
}

/** Why an exercise that times nothing is passed: its checks were all there is, with or without counts. */
function passedUntimed({ counts }: Findings): string {
  return counts.length > 0 ? 'within-the-lines' : 'checks-passed';
}

/** A verdict that stands is returned as it is; otherwise the evidence so far is added to. */
async function concludeSpeed(
  arms: Extract<Arms, { kind: 'built' }>['byRole'],
  prepared: Prepared,
  ledger: Ledger | null,
  findings: Findings,
  context: GradeContext,
): Promise<Conclusion> {
  const { exercise } = prepared.request;
  const codeHashes = [arms.learner.codeHash, arms.reference.codeHash, arms.naive.codeHash];
  const evidence = findEvidence({
    exercise,
    codeHashes,
    machineClass: machineClass(fingerprint(), prepared.request),
    ledger,
  });
  if (evidence.settled) {
    findings.device = await deviceOf(prepared.request);
    return adopt(evidence.settled, findings);
  }
  const { end, rounds } = await judgeSpeed({ arms, rounds: evidence.rounds }, prepared, findings, context);
  findings.measured = { ...evidence, rounds };
  if (end.verdict === 'passed' || end.verdict === 'too-slow') await showLoads(arms, prepared, findings, context);
  await adviseOfCeiling(prepared, findings, context);
  return end;
}

function adopt(settled: Receipt, findings: Findings): Conclusion {
  findings.metrics = settled.metrics;
  findings.noise = settled.noise;
  findings.evidence = settled.evidence;
  findings.loads = settled.loads ?? null;
  findings.stored = true;
  return { verdict: settled.verdict, reason: settled.reason, detail: settled.detail };
}

function noFindings(): Findings {
  return {
    checks: [],
    advice: [],
    counts: [],
    metrics: [],
    noise: null,
    cpus: [],
    device: null,
    loads: null,
    host: null,
    stored: false,
    evidence: null,
    measured: null,
  };
}

async function writeReceipt(
  request: GradeRequest,
  { verdict, reason, detail }: Conclusion,
  findings: Findings,
  seconds: number,
): Promise<Receipt> {
  const { checks, advice, counts, metrics, noise, stored, evidence, device, loads, host } = findings;
  return {
    schema: RECEIPT_SCHEMA,
    exercise: request.exercise.id,
    verdict,
    reason,
    detail,
    checks: [...checks],
    advice: [...advice],
    counts: [...counts],
    metrics: [...metrics],
    ...(loads === null ? {} : { loads }),
    ...(host === null ? {} : { host }),
    machine: { ...(await machineFacts(findings.cpus)), ...(device === null ? {} : { device }) },
    noise,
    stored,
    evidence,
    seconds,
  };
}

/** Without a ledger a verdict is still a verdict: it is shown, and it is said that it could not be kept. */
function openLedgerOrWarn(context: GradeContext): Ledger | null {
  try {
    return openLedger(join(context.paths.state, 'ledger.db'));
  } catch (error) {
    warn(error, context);
    return null;
  }
}

function saveOrWarn(ledger: Ledger | null, receipt: Receipt, findings: Findings, context: GradeContext): void {
  if (!ledger) return;
  try {
    const measured: Evidence | null = findings.measured;
    if (measured?.key) {
      receipt.evidence = writeEvidenceFile(measured, context.paths);
      ledger.storeEvidence(measured.key, receipt.exercise, measured.rounds, receipt);
    }
    ledger.recordAttempt(receipt, context.now());
  } catch (error) {
    warn(error, context);
  }
}

function warn(error: unknown, { onEvent }: GradeContext): void {
  if (error instanceof UserError) {
    onEvent({ kind: 'warning', text: error.message, next: error.next });
  } else if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    onEvent({ kind: 'warning', text: `this verdict could not be saved: ${error.message}`, next: 'lab doctor' });
  } else {
    throw error;
  }
}
