/**
 * What screens outside of this room are drawn with: the same pen, layout and figures as everything in it. The player's
 * views live in `lessons/player`, where their state is.
 */
export { formatMeasure } from './text/figures.ts';
export { cut, hang, padEnd, separated, widthOf, wrap } from './text/layout.ts';
export { penFor, type Pen } from './text/pen.ts';
export { spread } from './receipt/spread.ts';
export { VERDICT_WORDS } from './words/verdicts.ts';
export { layTable } from './text/table.ts';
