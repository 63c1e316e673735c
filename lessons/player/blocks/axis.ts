/** An axis on which equal factors are equally far apart, from a value to a cell. */
export interface LogAxis {
  readonly cells: number;
  readonly place: (value: number) => number;
  /** Round values with the cells that they are at. */
  readonly ticks: readonly { readonly value: number; readonly at: number }[];
}

/** Room beside the outermost values, as a factor. */
const MARGIN = 1.35;
/** The axis spans at least this factor, or two values a hair apart would look like a world between them. */
const LEAST_SPAN = 4;
/** Ticks are at decades where the axis has at least two of them, else at 1, 2 and 5. */
const DECADES = [1];
const STEPS = [1, 2, 5];

/** Lays an axis over all of these values; those that are not positive count for nothing. */
export function logAxis(values: readonly number[], cells: number): LogAxis {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const [least, most] = positive.length === 0 ? [1, 10] : [Math.min(...positive), Math.max(...positive)];
  const middle = Math.sqrt(least * most);
  const half = Math.max(Math.sqrt(most / least) * MARGIN, Math.sqrt(LEAST_SPAN));
  const [low, high] = [middle / half, middle * half];
  const scale = (cells - 1) / Math.log(high / low);
  const place = (value: number): number =>
    Math.max(0, Math.min(cells - 1, Math.round(Math.log(Math.max(value, low) / low) * scale)));
  const decades = roundValues(low, high, DECADES);
  const round = decades.length >= 2 ? decades : roundValues(low, high, STEPS);
  return { cells, place, ticks: round.map((value) => ({ value, at: place(value) })) };
}

function roundValues(low: number, high: number, steps: readonly number[]): number[] {
  const values: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    // Powers below one as quotients: 10 ** -1 times 2 is not 0.2.
    for (const step of steps) values.push(power >= 0 ? step * 10 ** power : step / 10 ** -power);
  }
  return values.filter((value) => value >= low && value <= high);
}
