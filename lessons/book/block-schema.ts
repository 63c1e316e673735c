import { z } from 'zod';
import { PROBE_NAMES } from '../../grader/domain/probe.ts';
import { filledText, form, strict } from '../../grader/domain/strict-schema.ts';
import { BLOCK_KINDS, DETECTORS, type Block } from './lesson.ts';

const id = form(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u, 'small letters and dashes: system-call-cost');
const oneLine = form(/^\S[^\n]*$/u, 'text on one line');
const probe = z.enum(PROBE_NAMES);
const markdown = filledText.optional();
const positive = z.number('a number above 0, in the unit of the figure').gt(0, 'a number above 0');
const commands = z.array(oneLine, 'a list of commands').min(1, 'at least one command');
const url = form(/^https?:\/\/\S+$/u, 'an address: https://…');

const claim = strict({ low: positive, high: positive, text: filledText, source: url }).refine(
  ({ low, high }) => low <= high,
  { path: ['high'], error: 'a number that is not below low' },
);

const choice = strict({
  text: filledText,
  right: z.boolean('true or false').default(false),
  why: filledText,
});

const RANGE = 'two to five choices';
const choices = z
  .array(choice, RANGE)
  .min(2, RANGE)
  .max(5, RANGE)
  .refine((all) => all.some(({ right }) => right), 'at least one choice with right: true')
  .refine((all) => new Set(all.map(({ text }) => text)).size === all.length, 'choices with different texts');

const bodies = {
  predict: strict({
    id,
    probe,
    figure: form(/\S/u, 'a figure of the probe'),
    question: filledText,
    claim: claim.optional(),
    after: markdown,
  }),
  measure: strict({ id, probe, title: filledText, expect: markdown, after: markdown }),
  quiz: strict({ id, question: filledText, choices }),
  step: strict({
    id,
    title: filledText,
    do: commands,
    undo: commands,
    detect: z.enum(DETECTORS),
    why: filledText,
    needs: z.enum(['root']).optional(),
  }),
  try: strict({ id, command: oneLine, note: markdown }),
  exercise: strict({ id: form(/^[a-z0-9-]+\/[a-z0-9-]+$/u, 'the id of an exercise: ring/spsc') }),
} satisfies Record<Block['kind'], z.ZodType>;

export function isBlockKind(word: string): word is Block['kind'] {
  return BLOCK_KINDS.some((kind) => kind === word);
}

/** Holds the parsed YAML of a block against what its kind may have. */
export function parseBlock(kind: Block['kind'], raw: unknown): z.ZodSafeParseResult<Block> {
  const read = bodies[kind].safeParse(raw, { reportInput: true });
  if (!read.success) return read as z.ZodSafeParseResult<Block>;
  return { success: true, data: { kind, ...read.data } as Block };
}
