import type { Pen } from '../../../grader/render/drawing.ts';
import type { Choice, QuizBlock } from '../../book/book.ts';
import type { Answer } from '../answer.ts';
import { QUIZ } from '../words/blocks.ts';
import { BAR, card, type Canvas } from './canvas.ts';

type QuizAnswer = Extract<Answer, { kind: 'quiz' }>;

const LETTERS = 'abcde';
/** `✓ a) ` before a choice. */
const MARGIN = 5;

export function letterOf(index: number): string {
  return LETTERS[index] ?? '?';
}

export function hasSeveralRight({ choices }: QuizBlock): boolean {
  return choices.filter(({ right }) => right).length > 1;
}

/** Right when the right ones were chosen, and no others. */
export function isRight({ choices }: QuizBlock, { chosen }: QuizAnswer): boolean {
  return choices.every(({ right }, index) => right === chosen.includes(index));
}

/** The question with its choices; once it is answered, why each of them is right or wrong. */
export function drawQuiz(block: QuizBlock, answer: QuizAnswer | null, canvas: Canvas): string[] {
  const { pen } = canvas;
  const inner = { ...canvas, columns: canvas.columns - BAR };
  const question = inner.markdown(block.question, inner.columns).map(pen.bold);
  const several = hasSeveralRight(block) && !answer ? [pen.dim(pen.say(QUIZ.several))] : [];
  const choices = block.choices.flatMap((choice, index) => drawChoice(choice, index, answer, inner));
  const verdict = answer ? ['', drawVerdict(isRight(block, answer), pen)] : [];
  return card('quiz', [...question, ...several, '', ...choices, ...verdict], canvas);
}

/** The question alone, while the reader chooses. */
export function drawQuestion(block: QuizBlock, canvas: Canvas): string[] {
  const { pen, markdown, columns } = canvas;
  return card('quiz', markdown(block.question, columns - BAR).map(pen.bold), canvas);
}

function drawChoice(choice: Choice, index: number, answer: QuizAnswer | null, canvas: Canvas): string[] {
  const { pen, columns, markdown } = canvas;
  const indented = (lines: readonly string[], first: string): string[] =>
    lines.map((line, row) => (row === 0 ? first : ' '.repeat(MARGIN)) + line);
  const text = markdown(choice.text, columns - MARGIN);
  if (!answer) return indented(text, `  ${letterOf(index)}) `);
  const mine = answer.chosen.includes(index);
  const wrong = mine ? pen.bad(pen.glyphs.failed) : ' ';
  const mark = choice.right ? pen.good(pen.glyphs.passed) : wrong;
  const yours = mine ? pen.accent(`${pen.screen.unicode ? '←' : '<-'} ${pen.say(QUIZ.yours)}`) : '';
  const why = markdown(choice.why, columns - MARGIN).map(pen.dim);
  return [
    ...indented(text, `${mark} ${letterOf(index)}) `),
    ...(yours === '' ? [] : indented([yours], ' '.repeat(MARGIN))),
    ...indented(why, ' '.repeat(MARGIN)),
  ];
}

function drawVerdict(right: boolean, pen: Pen): string {
  if (right) return pen.bold(pen.good(`${pen.glyphs.passed} ${pen.say(QUIZ.right)}`));
  return pen.bold(pen.unsure(`${pen.glyphs.unsure} ${pen.say(QUIZ.wrong)}`));
}
