import type { BenchTable } from '../domain/bench-result.ts';
import { formatSpread, spreadOf } from './spread.ts';

/** Figures by key, one a round; null or a hole where a turn gave none. */
export type Figures = ReadonlyMap<string, readonly (number | null | undefined)[]>;

/** The ratios that the lab claims, and what it claims. Higher is better for us. */
const CLAIMS = [
  {
    title: 'polled server beside sockperf server --nonblocked, p50 of theirs over ours',
    ours: 'round trip: ours: polled (polling/busy-poll)',
    theirs: 'round trip: sockperf server --nonblocked',
    isTime: true,
    aim: null,
  },
  {
    title: 'polled and connected beside sockperf server --nonblocked, p50 of theirs over ours',
    ours: 'round trip: ours: polled, connected (polling/busy-poll)',
    theirs: 'round trip: sockperf server --nonblocked',
    isTime: true,
    aim: 1 / 0.95,
  },
  {
    title: 'standard server beside sockperf server, p50 of theirs over ours',
    ours: 'round trip: ours: standard (sockets/echo)',
    theirs: 'round trip: sockperf server',
    isTime: true,
    aim: null,
  },
  {
    title: 'batched relay beside what iperf3 sends, datagrams of 64 bytes',
    ours: '64 bytes: ours: batched (batching/mmsg)',
    theirs: '64 bytes: iperf3, sent',
    isTime: false,
    aim: 1.3,
  },
  {
    title: 'batched relay beside what sockperf sends, datagrams of 64 bytes',
    ours: '64 bytes: ours: batched (batching/mmsg)',
    theirs: '64 bytes: sockperf, sent',
    isTime: false,
    aim: null,
  },
  {
    title: 'GSO relay beside what iperf3 sends, datagrams of 1200 bytes',
    ours: '1200 bytes: ours: GSO (batching/gso)',
    theirs: '1200 bytes: iperf3, sent',
    isTime: false,
    aim: 2,
  },
  {
    title: 'GSO relay beside the batched one, datagrams of 1200 bytes',
    ours: '1200 bytes: ours: GSO (batching/gso)',
    theirs: '1200 bytes: ours: batched (batching/mmsg)',
    isTime: false,
    aim: null,
  },
] as const;

/** Medians and ranges of everything, then the ratios. */
export function socketTables(figures: Figures): BenchTable[] {
  return [
    figureTable('Round trip, median, us; lower is better', figures, 'round trip: ', 1e-3, 1),
    figureTable('Datagrams of 64 bytes, thousands a second; higher is better', figures, '64 bytes: ', 1e-3, 0),
    figureTable('Datagrams of 1200 bytes, thousands a second; higher is better', figures, '1200 bytes: ', 1e-3, 0),
    {
      title: 'Ratios, ours over theirs; higher is better for us',
      columns: ['compared', 'ratio', 'aim', 'rounds'],
      rows: CLAIMS.flatMap((claim) => ratioRow(figures, claim)),
    },
  ];
}

function figureTable(title: string, figures: Figures, prefix: string, scale: number, digits: number): BenchTable {
  const rows = [...figures]
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, values]) => ({ who: key.slice(prefix.length), known: values.filter(isKnown) }))
    .filter(({ known }) => known.length > 0)
    .map(({ who, known }) => ({ who, spread: spreadOf(known.map((value) => value * scale)) }))
    .toSorted((a, b) => a.spread.median - b.spread.median)
    .map(({ who, spread }) => [who, formatSpread(spread, digits)]);
  return { title, columns: ['who', 'median (range)'], rows };
}

function ratioRow(figures: Figures, { title, ours, theirs, isTime, aim }: (typeof CLAIMS)[number]): string[][] {
  const a = figures.get(isTime ? theirs : ours) ?? [];
  const b = figures.get(isTime ? ours : theirs) ?? [];
  const ratios = a.flatMap((value, round) => {
    const other = b[round];
    return isKnown(value) && isKnown(other) && other > 0 ? [value / other] : [];
  });
  if (ratios.length === 0) return [];
  return [
    [title, formatSpread(spreadOf(ratios)), aim === null ? '-' : `at least ${aim.toFixed(2)}`, String(ratios.length)],
  ];
}

function isKnown(value: number | null | undefined): value is number {
  return value !== null && value !== undefined;
}
