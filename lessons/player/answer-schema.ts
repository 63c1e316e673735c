import { z } from 'zod';
import { probeResult } from '../../grader/domain/probe.ts';
import type { Answer } from './answer.ts';

const output = z.object({ ending: z.string(), ok: z.boolean(), text: z.string() });

const answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('predict'), guess: z.number().nullable(), measured: probeResult }),
  z.object({ kind: z.literal('measure'), measured: probeResult }),
  z.object({ kind: z.literal('quiz'), chosen: z.array(z.int().min(0)) }),
  z.object({ kind: z.literal('step'), done: z.boolean() }),
  z.object({ kind: z.literal('try'), command: z.string(), output: output.nullable() }),
]);

/** A stored answer; null where it is not one that this version of the lab understands. */
export function readAnswer(json: string): Answer | null {
  try {
    return answer.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}
