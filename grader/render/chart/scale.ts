/** From values to places: 0 is one end of an axis, 1 the other. */
export interface Scale {
  readonly log: boolean;
  readonly place: (value: number) => number;
  /** Round values that lie on the axis, ascending. */
  readonly ticks: readonly number[];
}

/** From this factor between the largest and the smallest on, equal factors are equally far apart. */
const LOG_FROM = 20;
/** Room beyond the outermost values. */
const MARGIN = 1.08;
const MOST_TICKS = 4;
const MANTISSAS: readonly (readonly number[])[] = [[1, 2, 5], [1, 3], [1]];

/** A scale for what was measured: logarithmic where the values are far apart, else from zero. */
export function scaleFor(values: readonly number[]): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low > 0 && high / low >= LOG_FROM ? logScale(low / MARGIN, high * MARGIN) : linearScale(high);
}

/** Equal factors equally far apart, from `low` to `high`. */
export function logScale(low: number, high: number): Scale {
  const span = Math.log(high / low) || 1;
  return { log: true, place: (value) => Math.log(value / low) / span, ticks: logTicks(low, high) };
}

function linearScale(high: number): Scale {
  const top = high > 0 ? high * MARGIN : 1;
  const rough = top / MOST_TICKS;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = decade * ([1, 2, 5].find((mantissa) => decade * mantissa >= rough) ?? 10);
  const ticks = Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
  return { log: false, place: (value) => value / top, ticks };
}

/** The densest round values of which there are not too many. */
function logTicks(low: number, high: number): number[] {
  const decades = Array.from(
    { length: Math.ceil(Math.log10(high)) - Math.floor(Math.log10(low)) + 1 },
    (_, index) => 10 ** (Math.floor(Math.log10(low)) + index),
  );
  const all = MANTISSAS.map((mantissas) =>
    decades
      .flatMap((decade) => mantissas.map((mantissa) => mantissa * decade))
      .filter((value) => value >= low && value <= high),
  );
  return all.find((ticks) => ticks.length <= MOST_TICKS) ?? all.at(-1) ?? [];
}
