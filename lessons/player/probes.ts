/** Units of the figures that are not times. */
const UNITS: Readonly<Record<string, string>> = {
  'copy-bandwidth': 'GB/s',
  'jitter lost-share': 'percent',
};

/** The unit that a figure is guessed and shown in. */
export function unitOf(probe: string, figure: string): string {
  return UNITS[`${probe} ${figure}`] ?? UNITS[probe] ?? 'ns';
}
