import { UserError } from '../domain/errors.ts';
import type { Exercise } from '../domain/exercise.ts';
import type { ArmPrograms, Testbed } from './arms.ts';
import { MEMIF, type TestbedPlan } from '../domain/testbed-plan.ts';
import { openDpdk } from './dpdk.ts';
import { openInProcess } from './inprocess.ts';
import { openSockets } from './sockets.ts';

export type { ArmPrograms, Testbed } from './arms.ts';
export { WIRE_FOLDER } from './dpdk.ts';
export { measureCeilings, measureLoads } from './loads.ts';
export { readTestbedFile } from './testbed-file.ts';
export { packageNeeds } from './package-needs.ts';
export { bothEndsCommand, roundTripCommand } from './peers.ts';
export { dutCommand } from './sockets.ts';

export interface TestbedRequest {
  readonly exercise: Exercise;
  readonly programs: ArmPrograms;
  readonly cpus: readonly number[];
  /** What the ports of the testbed `dpdk` are. Absent: memif. */
  readonly plan?: TestbedPlan;
  /** Ethernet addresses of the program's network ports, which whoever opens the testbed has taken for it. */
  readonly macs?: readonly string[];
}

/** Opens the testbed that the exercise asks for. Whoever opens it disposes of it, whatever happens in between. */
export async function openTestbed(request: TestbedRequest): Promise<Testbed> {
  const kind: string = request.exercise.testbed;
  switch (kind) {
    case 'inprocess':
      return await openInProcess(request.programs, request.exercise.packages, request.cpus);
    case 'sockets':
      return await openSockets(request.programs, request.exercise.metrics, request.cpus);
    case 'dpdk':
      return await openDpdk(request.programs, request.cpus, { plan: request.plan ?? MEMIF, macs: request.macs ?? [] });
    default:
      throw new UserError('unknown-testbed', `there is no testbed "${kind}"`, 'Update the lab: git pull && bin/setup');
  }
}
