/** The symbols that the lab draws with. Each is one cell wide, so that the two sets are interchangeable. */
export interface Glyphs {
  readonly passed: string;
  readonly failed: string;
  readonly unsure: string;
  readonly open: string;
  readonly current: string;
  readonly bullet: string;
  readonly dot: string;
  readonly times: string;
  readonly micro: string;
  readonly ellipsis: string;
  readonly conclusion: string;
  readonly rule: string;
  readonly heavyRule: string;
  readonly quote: string;
  /** The ruler: its axis, one round, the interval, and the four marks. */
  readonly axis: string;
  readonly round: string;
  readonly interval: string;
  readonly naive: string;
  readonly line: string;
  readonly you: string;
  readonly reference: string;
  /** A round value on an axis, and the range that somebody claims. */
  readonly tick: string;
  readonly claim: string;
  readonly barDone: string;
  readonly barLeft: string;
  /** The axes of a chart: where they meet, and what marks a place on each. */
  readonly corner: string;
  readonly tickLeft: string;
  readonly tickBelow: string;
  readonly spinner: readonly string[];
}

const UNICODE: Glyphs = {
  passed: '✓',
  failed: '✗',
  unsure: '~',
  open: '○',
  current: '▸',
  bullet: '•',
  dot: '·',
  times: '×',
  micro: 'µ',
  ellipsis: '…',
  conclusion: '▸',
  rule: '─',
  heavyRule: '━',
  quote: '│',
  axis: '─',
  round: '·',
  interval: '━',
  naive: '○',
  line: '┃',
  you: '◆',
  reference: '●',
  tick: '┬',
  claim: '═',
  barDone: '━',
  barLeft: '─',
  corner: '└',
  tickLeft: '┤',
  tickBelow: '┴',
  spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
};

const ASCII: Glyphs = {
  passed: '+',
  failed: 'x',
  unsure: '~',
  open: 'o',
  current: '>',
  bullet: '*',
  dot: '-',
  times: 'x',
  micro: 'u',
  ellipsis: '~',
  conclusion: '>',
  rule: '-',
  heavyRule: '=',
  quote: '|',
  axis: '-',
  round: '.',
  interval: '=',
  naive: 'o',
  line: '|',
  you: '*',
  reference: '#',
  tick: '+',
  claim: '~',
  barDone: '#',
  barLeft: '-',
  corner: '+',
  tickLeft: '+',
  tickBelow: '+',
  spinner: ['|', '/', '-', '\\'],
};

export function glyphsFor(unicode: boolean): Glyphs {
  return unicode ? UNICODE : ASCII;
}

/** Punctuation and drawing of others (compilers' quotes, arrows in a text) in ASCII; letters stay what they are. */
const IN_ASCII: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201a\u2032]/gu, "'"],
  [/[\u201c\u201d\u201e\u2033]/gu, '"'],
  [/[\u2010-\u2015\u2212\u2500\u2501\u2504\u2505\u2508\u2509\u2550]/gu, '-'],
  [/[\u2502\u2503\u2506\u2507\u250a\u250b\u2551]/gu, '|'],
  [/[\u250c-\u254b\u2552-\u256c]/gu, '+'],
  [/[\u2026\u22ef]/gu, '...'],
  [/[\u2022\u25cf\u25aa]/gu, '*'],
  [/[\u00b7\u25e6]/gu, '-'],
  [/\u00d7/gu, 'x'],
  [/\u00f7/gu, '/'],
  [/[\u00b5\u03bc]/gu, 'u'],
  [/[\u2190\u21d0\u27f5]/gu, '<-'],
  [/[\u2192\u21d2\u27f6\u279c]/gu, '->'],
  [/[\u2194\u21d4]/gu, '<->'],
  [/\u2191/gu, '^'],
  [/\u2193/gu, 'v'],
  [/\u2264/gu, '<='],
  [/\u2265/gu, '>='],
  [/\u2260/gu, '!='],
  [/\u2248/gu, '~'],
  [/\u00b1/gu, '+-'],
  [/[\u2713\u2714]/gu, 'v'],
  [/[\u2717\u2718]/gu, 'x'],
  [/[\u00a0\u2000-\u200a\u202f]/gu, ' '],
];

export function inAscii(text: string): string {
  return IN_ASCII.reduce((sofar, [pattern, ascii]) => sofar.replace(pattern, ascii), text);
}
