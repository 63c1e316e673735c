import { UserError } from '../domain/errors.ts';
import type { CpuPlan } from '../domain/doctor-report.ts';
import type { GradeRequest } from '../domain/grade-request.ts';
import { MEMIF } from '../domain/testbed-plan.ts';
import { checkChosenCpus, findCables, findWire, planCpus } from '../machine/machine.ts';
import { firstLacking } from './prepare.ts';
import { goOn, stop, type GradeContext, type Prepared, type Stage } from './stage.ts';

/** Which CPUs to measure on, or why this machine cannot, or not over the devices that were asked for. */
export async function planSpeed(prepared: Prepared, context: GradeContext): Promise<Stage<readonly number[]>> {
  const { request } = prepared;
  const lacking = await firstLacking(request.exercise.requires.speed, context);
  if (lacking) return stop('unsupported', lacking.reason, lacking.detail);
  const plan = cpusFor(request);
  if (plan.kind === 'refused') return stop('unsupported', 'no-two-cores', `${plan.why} ${plan.fix}`);
  if (request.testbed?.device === 'veth-packet') {
    const cables = await findCables();
    if (!cables.ok) return stop('unsupported', 'no-packet-sockets', `${cables.why} ${cables.fix}`);
  }
  return goOn(plan.cpus);
}

/** Those that the testbed's owner has chosen, else the best ones. */
function cpusFor({ exercise, testbed }: GradeRequest): CpuPlan {
  const chosen = testbed?.cpus;
  if (chosen) return checkChosenCpus([chosen.generator, chosen.program]);
  return planCpus(exercise.requires.speed.includes('two-cores') ? 2 : 1);
}

/** The same request with the lines that hold over its devices; what has none there is not measured. */
export function withLinesOf(request: GradeRequest): GradeRequest {
  const device = request.testbed?.device ?? MEMIF.device;
  if (device === MEMIF.device) return request;
  const metrics = request.exercise.metrics.flatMap((metric) => {
    const lines = metric.devices?.[device];
    return lines ? [{ ...metric, ...lines }] : [];
  });
  return { ...request, exercise: { ...request.exercise, metrics } };
}

/** A testbed of one's own that an exercise has no use for, or no lines for, is a misunderstanding. */
export function refuseUselessTestbed({ exercise, testbed }: GradeRequest): void {
  if (testbed === undefined) return;
  const next = `lab grade ${exercise.id}`;
  if (exercise.testbed !== 'dpdk') {
    const why = `${exercise.id} does not send packets through ports of DPDK: a testbed.json changes nothing for it`;
    throw new UserError('unused-testbed', why, next);
  }
  if (testbed.device === 'nic') {
    const why = 'a verdict compares programs that run in turns, and a network port belongs to one process at a time';
    throw new UserError('nic-not-judged', why, 'lab bench dpdk --testbed FILE measures over network ports, one by one');
  }
  if (testbed.device === 'veth-xdp') {
    const why = 'a program that opens AF_XDP sockets has rights over the whole machine, and a learner’s gets none';
    throw new UserError('xdp-not-judged', why, 'lab bench dpdk --testbed FILE measures our own programs over them');
  }
  if (testbed.device !== MEMIF.device && !exercise.metrics.some(({ devices }) => devices?.[testbed.device])) {
    throw new UserError(
      'no-lines',
      `${exercise.id} has no lines for ${testbed.device}, so nothing can be judged`,
      next,
    );
  }
}

/** What packets go over here; null where the exercise sends none. */
export async function deviceOf({ exercise, testbed }: GradeRequest): Promise<string | null> {
  if (exercise.testbed === 'inprocess') return null;
  if (exercise.testbed === 'dpdk') return (testbed ?? MEMIF).device;
  const wire = await findWire();
  return 'refused' in wire ? null : wire.device;
}

/**
 * What a speed verdict holds for: this class of machine, and devices other than the usual ones. Lines are ratios, but
 * a ratio over one device is no evidence for another.
 */
export function machineClass(fingerprint: string, { testbed }: GradeRequest): string {
  return testbed === undefined || testbed.device === 'memif' ? fingerprint : `${fingerprint} ${testbed.device}`;
}
