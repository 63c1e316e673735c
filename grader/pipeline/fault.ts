import type { ArmFault } from '../../native/native.ts';
import { Bug } from '../domain/errors.ts';
import type { Conclusion } from './stage.ts';

/**
 * What a fault of an arm means. With the learner's program it is their turn. A reference that does not answer in time
 * was kept from the CPU: that is the machine's. Anything else that our own programs do wrong is our bug.
 */
export function faultConclusion({ role, metric, kind, detail }: ArmFault): Conclusion {
  if (kind === 'machine') return { verdict: 'inconclusive', reason: 'machine-fault', detail };
  if (role === 'learner') return { verdict: 'incorrect', reason: `measured-${kind}`, detail: `${metric}: ${detail}` };
  if (kind === 'timed-out') {
    return { verdict: 'inconclusive', reason: 'machine-fault', detail: `${metric}: the ${role} was kept waiting` };
  }
  throw new Bug(`the ${role} arm failed in ${metric}: ${kind}: ${detail}`);
}
