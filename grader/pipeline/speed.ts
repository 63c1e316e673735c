import { Bug } from '../domain/errors.ts';
import type { MetricResult } from '../domain/receipt.ts';
import type { Rounds } from '../domain/rounds.ts';
import { limitsFor, openJudge, type Judgement } from '../judge/judge.ts';
import { measureLock } from '../machine/machine.ts';
import { openTrial, type Trial } from '../measure/measure.ts';
import { openTestbed } from '../testbed/testbed.ts';
import type { Arms } from './arms.ts';
import { deviceOf } from './devices.ts';
import { faultConclusion } from './fault.ts';
import type { Conclusion, Findings, GradeContext, Prepared } from './stage.ts';

/** Blocks that the machine, not an arm, made impossible: it is asked again so often before that is the answer. */
const MACHINE_FAULTS = 3;

/** The measured programs and what is already known of them. */
export interface SpeedInputs {
  readonly arms: Extract<Arms, { kind: 'built' }>['byRole'];
  readonly rounds: Rounds;
}

/** How a timing session ended, with all its rounds for the evidence store. */
export interface SpeedEnd {
  readonly end: Conclusion;
  readonly rounds: Rounds;
}

/** Measures block after block until the judge has seen enough. One session at a time on a machine. */
export async function judgeSpeed(
  inputs: SpeedInputs,
  prepared: Prepared,
  findings: Findings,
  context: GradeContext,
): Promise<SpeedEnd> {
  const { exercise } = prepared.request;
  const { signal, onEvent } = context;
  await using _lock = await measureLock(`lab grade ${exercise.id} (process ${String(process.pid)})`, {
    signal,
    onWait: (holder) => {
      onEvent({ kind: 'waiting', holder });
    },
  });
  onEvent({ kind: 'stage', stage: 'measuring' });
  const programs = {
    learner: inputs.arms.learner.program,
    reference: inputs.arms.reference.program,
    naive: inputs.arms.naive.program,
  };
  const plan = prepared.request.testbed;
  await using testbed = await openTestbed({ exercise, programs, cpus: findings.cpus, ...(plan ? { plan } : {}) });
  findings.device = await deviceOf(prepared.request);
  const seed = inputs.rounds.seed;
  const firstIndex = inputs.rounds.blocks.length;
  using trial = openTrial({ testbed, metrics: exercise.metrics, seed, firstIndex, signal });
  return await blockByBlock(trial, inputs.rounds, prepared, findings, context);
}

async function blockByBlock(
  trial: Trial,
  earlier: Rounds,
  prepared: Prepared,
  findings: Findings,
  { onEvent }: GradeContext,
): Promise<SpeedEnd> {
  const { profile, keepMeasuring } = prepared.request;
  const limits = limitsFor(earlier.metrics.length, keepMeasuring ? 'full' : profile);
  const rounds: Rounds = { ...earlier, blocks: [...earlier.blocks] };
  const session = openJudge(rounds);
  for (const block of earlier.blocks) session.add(block);
  session.beginSession();
  let seconds = 0;
  let judgement = session.judgement({ seconds, ...limits });
  let machineFaults = 0;
  while (judgement.kind === 'continue') {
    // eslint-disable-next-line no-await-in-loop -- what is measured next depends on what was seen so far
    const outcome = await trial.nextBlock({ metrics: judgement.open, control: judgement.controlOpen.length > 0 });
    if (outcome.kind === 'fault') {
      machineFaults += outcome.fault.kind === 'machine' ? 1 : 0;
      if (outcome.fault.kind === 'machine' && machineFaults <= MACHINE_FAULTS) continue;
      return { end: faultConclusion(outcome.fault), rounds };
    }
    rounds.blocks.push(outcome.block);
    session.add(outcome.block);
    seconds += outcome.block.noise.wallNs / 1e9;
    judgement = session.judgement({ seconds, ...limits });
    record(judgement, trial, findings);
    const { index } = outcome.block;
    onEvent({ kind: 'block', index, metrics: findings.metrics, seconds, capSeconds: limits.capSeconds });
  }
  record(judgement, trial, findings);
  return { end: conclude(judgement), rounds };
}

function record(judgement: Judgement, trial: Trial, findings: Findings): void {
  findings.metrics = judgement.metrics.map((metric): MetricResult => ({
    ...metric,
    distribution: trial.distribution(metric.name),
  }));
  findings.noise = judgement.noise;
}

function conclude(judgement: Judgement): Conclusion {
  const { kind, reason, detail } = judgement;
  if (kind === 'continue') throw new Bug('a session ended although the judge wanted more');
  // CPU time taken while it is the other's turn is not noise of the machine: it is what this program does.
  if (reason === 'interference') return { verdict: 'incorrect', reason, detail };
  return { verdict: kind, reason, detail };
}
