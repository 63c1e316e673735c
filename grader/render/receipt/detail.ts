import type { Exercise } from '../../domain/exercise.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { formatPercent, formatRatio } from '../text/figures.ts';
import { cut, firstLines, hang, widthOf } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';
import { STANDING } from '../words/receipt.ts';
import { measuredFault, whyNoVerdict } from '../words/verdicts.ts';
import { titleOf } from './metrics.ts';

const INDENT = '    ';
/** A compiler shows three lines around an error; a linker may go on for ever. */
const SNIPPET_LINES = 6;
const DETAIL_LINES = 4;
/** Cells that stay visible before a marker which has been moved into view. */
const BEFORE_MARKER = 20;

/** What the receipt says beyond its first sentence: the compiler's snippet, numbers, or a machine's own words. */
export function renderDetail(receipt: Receipt, exercise: Exercise, pen: Pen): string[] {
  if (receipt.verdict === 'build-failed') {
    return renderSnippet(pen.foreign(receipt.detail).trim().split('\n').slice(1), pen);
  }
  const lines = detailOf(receipt, exercise, pen).flatMap((line) => hang(line, pen.columns, INDENT));
  return firstLines(lines, DETAIL_LINES, pen.columns, pen.glyphs.ellipsis).map(pen.dim);
}

function detailOf({ verdict, reason, detail, metrics }: Receipt, exercise: Exercise, pen: Pen): string[] {
  switch (reason) {
    case 'at-the-line':
      return metrics.flatMap(({ name, decision, ratio, line, rounds }) => {
        if (decision !== 'at-the-line' || !ratio) return [];
        const times = formatRatio(ratio.median / line, pen.glyphs);
        return [pen.say(STANDING.atTheLine)(titleOf(name, exercise, pen), times, rounds.total)];
      });
    case 'control-failed':
      return metrics.flatMap(({ name, decision, control }) => {
        if (decision !== 'control-failed' || control === null) return [];
        return [pen.say(STANDING.control)(titleOf(name, exercise, pen), formatPercent(control))];
      });
    case 'too-noisy':
    case 'clock':
      return [];
    default: {
      const saidAlready = verdict === 'passed' || verdict === 'too-slow' || verdict === 'unchanged';
      const told = measuredFault(reason) ?? whyNoVerdict(reason);
      return saidAlready || !told || detail.trim() === '' ? [] : pen.foreign(detail).trim().split('\n');
    }
  }
}

/** Never wrapped, or the marker would point at nothing; long lines are moved until the marker can be seen. */
function renderSnippet(lines: readonly string[], pen: Pen): string[] {
  const shown = lines.slice(0, SNIPPET_LINES);
  const width = pen.columns - 2;
  const marker = Math.max(...shown.map((line) => line.search(/(?<=\|.*)\^/u)), 0);
  const longest = Math.max(0, ...shown.map(widthOf));
  const gutter = (shown[0]?.indexOf('|') ?? -1) + 1;
  const skip = longest > width && marker > width - BEFORE_MARKER ? marker - gutter - BEFORE_MARKER : 0;
  return shown.map((line) => {
    const moved = skip > 0 ? `${line.slice(0, gutter)}${line.slice(gutter + skip)}` : line;
    const text = cut(moved, width, pen.glyphs.ellipsis);
    return `  ${/\|\s*[~^]/u.test(text) ? pen.bad(text) : text}`;
  });
}
