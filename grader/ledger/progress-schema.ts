import { z } from 'zod';
import { VERDICTS } from '../domain/verdict.ts';

export const PROGRESS_SCHEMA = 1;

const when = z.iso.datetime();
const count = z.int().min(0);

/** What `lab progress export` writes: the rows of the ledger, without evidence. */
export const progressFile = z.object({
  schema: z.literal(PROGRESS_SCHEMA),
  attempts: z.array(
    z.object({
      exercise: z.string(),
      at: when,
      verdict: z.enum(VERDICTS),
      reason: z.string(),
      receipt: z.string(),
    }),
  ),
  hints: z.array(z.object({ exercise: z.string(), level: count })),
  settings: z.array(z.object({ name: z.string(), value: z.string() })),
  lessons: z.array(
    z.object({ lesson: z.string(), at: when, section: count, part: count, block: z.string(), finished: count.max(1) }),
  ),
  answers: z.array(z.object({ lesson: z.string(), block: z.string(), at: when, answer: z.string() })),
});
export type ProgressFile = z.infer<typeof progressFile>;
