import type { ProbeResult, ProbeSweep } from '../domain/probe.ts';
import { drawFigures } from './chart/bars.ts';
import { drawPlot, markOf } from './chart/plot.ts';
import type { Screen } from './screen.ts';
import { hang, wrap } from './text/layout.ts';
import { penFor, type Pen } from './text/pen.ts';
import { PROBE } from './words/probe.ts';

export interface ChartOptions {
  /** Lines of the plot itself; with its title and axis it takes three more. */
  readonly rows?: number;
}

const INDENT = '  ';
/** With a probe's title, method and figures a plot of this height leaves a screen of 24 lines room for a prompt. */
const ROWS = 7;

/** A probe's sweep as a small chart, or its figures as bars where it has none. No lines where nothing was measured. */
export function renderChart(result: ProbeResult, screen: Screen, options: ChartOptions = {}): string {
  return result.sweep ? renderSweep(result, screen, options) : renderBars(result, screen);
}

/** The figures with their quartiles, and bars beside those that can be compared. */
export function renderBars({ figures }: ProbeResult, screen: Screen): string {
  return drawFigures(figures, penFor(screen)).join('\n');
}

/** All series of the sweep in one plot, its axes logarithmic where the values are far apart. */
export function renderSweep({ sweep }: ProbeResult, screen: Screen, { rows = ROWS }: ChartOptions = {}): string {
  if (!sweep) return '';
  const pen = penFor(screen);
  const plot = drawPlot(sweep, pen.columns - INDENT.length, rows, pen);
  return [...titleLines(sweep, pen), ...plot.map((line) => INDENT + line)].join('\n');
}

/** What goes up, what goes right, and which mark is which. */
function titleLines({ x, unit, per, series }: ProbeSweep, pen: Pen): string[] {
  const measured = per ? pen.say(PROBE.per)(unit, pen.say(per)) : unit;
  const title = pen.say(PROBE.by)(measured, pen.say(x.title));
  const names = series.map((one, index) => `${markOf(index, pen)} ${pen.foreign(pen.say(one.title))}`);
  const legend = series.length > 1 ? names.join('  ') : '';
  const one = legend === '' ? title : `${title}   ${legend}`;
  const lines = wrap(one, pen.columns - INDENT.length);
  if (lines.length === 1) return [INDENT + one];
  return [title, legend].flatMap((line) => hang(line, pen.columns, INDENT));
}
