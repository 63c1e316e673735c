import type { Exercise } from '../../domain/exercise.ts';
import type { CountResult } from '../../domain/receipt.ts';
import { formatCount } from '../text/figures.ts';
import { hang, widthOf } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';
import { COUNTS } from '../words/receipt.ts';
import { layRuler, type Mark } from './ruler.ts';

const INDENT = '    ';
/** Nothing has no place on a logarithmic axis: it stands this factor before the smallest amount that has. */
const BEFORE_THE_SMALLEST = 4;

/**
 * Each count as a title with its figure and a ruler, like a metric's; less is to the right, where better is. `brief` leaves
 * the ruler out where all is well: the metrics below have more to say then.
 */
export function renderCounts(
  counts: readonly CountResult[],
  exercise: Pick<Exercise, 'counts'>,
  brief: boolean,
  pen: Pen,
): string[] {
  const width = pen.columns - INDENT.length;
  return counts.flatMap((result) => {
    if (brief && result.decision === 'passed') return renderHead(result, exercise, pen);
    const ruler = layRuler(marksOf(result), { blocks: [], ratio: null }, width, width, pen);
    return [...renderHead(result, exercise, pen), ...[ruler.axis, ...ruler.labels].map((line) => INDENT + line)];
  });
}

export function countTitle(name: string, exercise: Pick<Exercise, 'counts'>, pen: Pen): string {
  const count = exercise.counts.find((one) => one.name === name);
  return pen.foreign(count ? pen.say(count.title) : name);
}

/** `✓ Cache lines moved  1.42 transfers/item, at most 1.9`; in two lines where they do not fit in one. */
function renderHead(result: CountResult, exercise: Pick<Exercise, 'counts'>, pen: Pen): string[] {
  const passed = result.decision === 'passed';
  const symbol = `  ${passed ? pen.good(pen.glyphs.passed) : pen.bad(pen.glyphs.failed)} `;
  const title = pen.bold(countTitle(result.name, exercise, pen));
  const facts = pen.say(COUNTS.figure)(formatCount(result.yours), pen.foreign(result.unit), formatCount(result.line));
  const inOneLine = `${symbol}${title}  ${facts}`;
  if (widthOf(inOneLine) <= pen.columns) return [inOneLine];
  return [...hang(title, pen.columns, symbol), ...hang(facts, pen.columns, INDENT)];
}

function marksOf({ yours, line, reference, naive }: CountResult): Mark[] {
  const amounts = [yours, line, reference, naive];
  const floor = Math.min(...amounts.filter((amount) => amount > 0)) / BEFORE_THE_SMALLEST;
  const at = (amount: number): number => -Math.log(Math.max(amount, floor));
  return [
    { name: 'naive', at: at(naive), figure: formatCount(naive) },
    { name: 'line', at: at(line), figure: formatCount(line) },
    { name: 'learner', at: at(yours), figure: formatCount(yours) },
    { name: 'reference', at: at(reference), figure: formatCount(reference) },
  ];
}
