import { readFileSync } from 'node:fs';
import { UserError } from '../domain/errors.ts';
import { DEVICES, testbedPlan, type TestbedPlan } from '../domain/testbed-plan.ts';
import type { z } from 'zod';

const NEXT = 'docs/testbeds.md says what a testbed.json holds';

/** Reads a `testbed.json`. Throws `UserError` with everything that is wrong in it. */
export function readTestbedFile(file: string): TestbedPlan {
  const read = testbedPlan.safeParse(parse(file));
  if (read.success) return read.data;
  const faults = read.error.issues.flatMap(describe);
  throw new UserError('bad-testbed', `${file} does not say what a testbed is:\n${faults.join('\n')}`, NEXT);
}

function parse(file: string): unknown {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UserError('no-testbed-file', `${file} cannot be read (${why})`, NEXT);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError('bad-testbed', `${file} is not JSON: ${error.message}`, NEXT);
    throw error;
  }
}

/** `  cables[0].program: …`, a line each. */
function describe(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? `[${String(part)}]` : `.${String(part)}`)).join('');
  const where = path === '' ? '' : `${path.replace(/^\./u, '')}: `;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `  ${where}${key}: nothing of that name`);
  if (issue.code === 'invalid_union') return [`  device: one of ${DEVICES.join(', ')}`];
  return [`  ${where}${issue.message}`];
}
