import { hang, wrap } from '../../../grader/render/drawing.ts';
import type { TryBlock } from '../../book/book.ts';
import type { Answer } from '../answer.ts';
import { TRY } from '../words/blocks.ts';
import { BAR, card, type Canvas } from './canvas.ts';

type TryAnswer = Extract<Answer, { kind: 'try' }>;

/** Lines of output that are shown: its end, where what matters stands. */
const MOST_LINES = 14;

/** The command; once it ran, what it printed. */
export function drawTry(block: TryBlock, answer: TryAnswer | null, canvas: Canvas): string[] {
  const { pen } = canvas;
  const columns = canvas.columns - BAR;
  const command = answer?.command ?? block.command;
  const note = block.note === undefined ? [] : canvas.markdown(block.note, columns);
  const lines = [...hang(pen.accent(pen.foreign(command)), columns, '$ '), ...note];
  const output = answer?.output;
  if (!output) return card('try', lines, canvas);
  const printed = pen.foreign(output.text).trimEnd();
  const all =
    printed === '' ? [pen.dim(pen.say(TRY.none))] : printed.split('\n').flatMap((line) => wrap(line, columns));
  const hidden = Math.max(0, all.length - MOST_LINES);
  const above = hidden > 0 ? [pen.dim(`${pen.glyphs.ellipsis} ${pen.say(TRY.more)(hidden)}`)] : [];
  const mark = output.ok ? pen.good(pen.glyphs.passed) : pen.bad(pen.glyphs.failed);
  const ending = wrap(`${mark} ${pen.dim(output.ending)}`, columns);
  return card('try', [...lines, '', ...above, ...all.slice(-MOST_LINES), '', ...ending], canvas);
}
