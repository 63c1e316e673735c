import type { Exercise } from '../../domain/exercise.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { hang } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';
import { EDIT, NEXT, THEN_GRADE } from '../words/receipt.ts';

/** A command to type, or a short instruction, and what it is good for. */
export interface NextStep {
  readonly command: string;
  readonly why: string;
}

/** `Next: lab hint ring/spsc  a nudge, not the answer`. */
export function renderNextStep({ command, why }: NextStep, pen: Pen): string[] {
  const text = `${pen.bold(pen.say(NEXT.label))} ${pen.accent(command)}  ${pen.dim(why)}`;
  return hang(text, pen.columns, '', '      ');
}

/** The one thing to do after this verdict. */
export function nextStepAfter(
  { verdict, reason }: Receipt,
  exercise: Exercise,
  { editHint, folder }: { readonly editHint?: string | undefined; readonly folder: string },
  pen: Pen,
): NextStep {
  const step = (command: string, why: keyof typeof NEXT): NextStep => ({ command, why: pen.say(NEXT[why]) });
  const edit = pen.foreign(editHint ?? pen.say(EDIT)(`${folder}/${exercise.files[0] ?? ''}`));
  switch (verdict) {
    case 'passed':
      if (reason === 'correctness-only') return step(`lab grade ${exercise.id}`, 'measure');
      return step(`lab solution ${exercise.id}`, 'solution');
    case 'incorrect':
      return step(`lab hint ${exercise.id}`, 'hintCorrect');
    case 'too-slow':
      return step(`lab hint ${exercise.id}`, 'hintFaster');
    case 'build-failed':
      return { command: edit, why: pen.say(THEN_GRADE)(exercise.id) };
    case 'unchanged':
      return step(edit, 'findTodo');
    case 'inconclusive':
      if (reason === 'too-noisy' || reason === 'at-the-line') {
        return step(`lab grade ${exercise.id} --keep-measuring`, 'keepMeasuring');
      }
      return step('lab doctor', 'doctor');
    case 'unsupported':
      return step('lab doctor', 'doctor');
  }
}
