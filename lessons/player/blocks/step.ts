import { hang, wrap, type Pen } from '../../../grader/render/drawing.ts';
import type { StepBlock } from '../../book/book.ts';
import type { Detected } from '../detect.ts';
import { STEP } from '../words/blocks.ts';
import { BAR, card, type Canvas } from './canvas.ts';

/** What to do, why, how to undo it, and whether it is done, as the machine says; null before it was asked. */
export function drawStep(block: StepBlock, detected: Detected | null, canvas: Canvas): string[] {
  const { pen } = canvas;
  const inner = { ...canvas, columns: canvas.columns - BAR };
  const lines = [
    ...wrap(pen.bold(pen.foreign(block.title)), inner.columns),
    ...inner.markdown(block.why, inner.columns),
    '',
    pen.say(STEP.do),
    ...drawCommands(block.do, inner),
    pen.say(STEP.undo),
    ...drawCommands(block.undo, inner),
    '',
    ...drawState(detected, pen).flatMap((line) => wrap(line, inner.columns)),
  ];
  return card('step', lines, canvas, block.needs === 'root' ? pen.say(STEP.root) : '');
}

function drawCommands(commands: readonly string[], { pen, columns }: Canvas): string[] {
  return commands.flatMap((command) => hang(pen.accent(pen.foreign(command)), columns, '  '));
}

function drawState(detected: Detected | null, pen: Pen): string[] {
  if (!detected) return [];
  const seen = pen.dim(`(${pen.foreign(detected.seen)})`);
  if (detected.state === 'done') return [`${pen.bold(pen.good(`${pen.glyphs.passed} ${pen.say(STEP.done)}`))} ${seen}`];
  if (detected.state === 'unknown') return [`${pen.unsure(`${pen.glyphs.unsure} ${pen.say(STEP.unknown)}`)} ${seen}`];
  return [`${pen.glyphs.open} ${pen.say(STEP.notYet)} ${seen}`, pen.dim(pen.say(STEP.looking))];
}
