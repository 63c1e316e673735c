import type { BenchResult, BenchTable } from '../domain/bench-result.ts';
import { RULES, type Cell, type LossCell, type Rule, type VerdictsData } from './verdicts-data.ts';

/** No verdict may be wrong at this distance from the line, and none may come out both ways more often than that. */
const CLEAR = { below: 0.85, above: 1.15 };
const CONTRADICTION_AIM = 0.02;

/** The tables, and in words whether the aims are met. */
export function verdictTables(data: VerdictsData): Pick<BenchResult, 'tables' | 'notes'> {
  return {
    tables: [
      ...RULES.map((rule) => errorTable(rule, data)),
      secondsTable(data),
      contradictionTable(data),
      selfTestTable(data),
      lossTable(data),
    ],
    notes: [
      ...aims(data),
      'Simulated machines on a 1 ms grid; the judge, its gates, controls and limits are the shipped ones. The run-queue ' +
        'gate never fires here: no model shows its noise in the run queue.',
    ],
  };
}

function aims({ cells, loss, sessions }: VerdictsData): string[] {
  const judged = cells.filter(({ rule }) => rule === 'lab');
  const clear = judged.filter(({ ratio }) => ratio <= CLEAR.below || ratio >= CLEAR.above);
  const wrong = clear.reduce((sum, cell) => sum + wrongOf(cell), 0);
  const worst = Math.max(0, ...judged.map(contradictionOf));
  const clearLoss = loss.filter(({ ratio }) => ratio <= CLEAR.below || ratio >= CLEAR.above);
  const wrongLoss = clearLoss.reduce((sum, { ratio, passed, failed }) => sum + (ratio < 1 ? passed : failed), 0);
  return [
    `Wrong verdicts at ratios up to ${String(CLEAR.below)} and from ${String(CLEAR.above)}: ${String(wrong)} in ` +
      `${String(clear.length * sessions)} sessions (aim: 0).`,
    `Largest chance that two runs of the same code contradict each other, at any noise and ratio: ` +
      `${percent(worst)} % (aim: at most ${percent(CONTRADICTION_AIM)} %).`,
    `Wrong verdicts on loss, likewise: ${String(wrongLoss)} in ${String(clearLoss.length * sessions)} sessions (aim: 0).`,
  ];
}

/** The same sentence for loss: by how often the machine takes a CPU away, and capacity over the offered rate. */
function lossTable({ loss }: VerdictsData): BenchTable {
  const ratios = [...new Set(loss.map(({ ratio }) => ratio))];
  const machines = [...new Set(loss.map(({ machine }) => machine))];
  return {
    title: 'loss: wrong verdicts % (no verdict %), mean seconds; at 1.00 passed / too slow / no verdict %',
    columns: ['machine', ...ratios.map((ratio) => ratio.toFixed(2))],
    rows: machines.map((machine) => [machine].concat(loss.filter((cell) => cell.machine === machine).map(showLoss))),
  };
}

function showLoss({ ratio, passed, failed, inconclusive, sessions, meanSeconds }: LossCell): string {
  if (ratio === 1) return [passed, failed, inconclusive].map((count) => percent(count / sessions)).join(' / ');
  const wrong = percent((ratio < 1 ? passed : failed) / sessions);
  return `${wrong} (${percent(inconclusive / sessions)}) ${meanSeconds.toFixed(1)} s`;
}

function errorTable(rule: Rule, data: VerdictsData): BenchTable {
  return byNoiseAndRatio(
    data,
    rule,
    rule === 'lab'
      ? 'lab: wrong verdicts % (no verdict %); at 1.00 passed / too slow / no verdict %'
      : `${rule}: wrong verdicts %; at 1.00 passed / too slow %`,
    (cell) => {
      const { passed, failed, inconclusive, sessions } = cell;
      const ends = rule === 'lab' ? [passed, failed, inconclusive] : [passed, failed];
      if (cell.ratio === 1) return ends.map((count) => percent(count / sessions)).join(' / ');
      const wrong = percent(wrongOf(cell) / sessions);
      return rule === 'lab' ? `${wrong} (${percent(inconclusive / sessions)})` : wrong;
    },
  );
}

function secondsTable(data: VerdictsData): BenchTable {
  return byNoiseAndRatio(data, 'lab', 'lab: seconds of measuring, mean / median', (cell) =>
    [cell.meanSeconds, cell.medianSeconds].map((seconds) => seconds.toFixed(1)).join(' / '),
  );
}

function byNoiseAndRatio(data: VerdictsData, rule: Rule, title: string, show: (cell: Cell) => string): BenchTable {
  const cells = data.cells.filter((cell) => cell.rule === rule);
  return {
    title,
    columns: ['noise', ...ratiosOf(cells).map((ratio) => ratio.toFixed(2))],
    rows: noisesOf(cells).map((noise) => [noise].concat(cells.filter((cell) => cell.noise === noise).map(show))),
  };
}

function contradictionTable({ cells }: VerdictsData): BenchTable {
  const ratios = ratiosOf(cells);
  const worst = (rule: Rule, ratio: number): string => {
    const concerned = cells.filter((cell) => cell.rule === rule && cell.ratio === ratio);
    return percent(Math.max(0, ...concerned.map(contradictionOf)));
  };
  return {
    title: 'Chance that two runs of the same code contradict each other, %; the worst noise',
    columns: ['rule', ...ratios.map((ratio) => ratio.toFixed(2))],
    rows: RULES.map((rule) => [rule as string].concat(ratios.map((ratio) => worst(rule, ratio)))),
  };
}

function selfTestTable({ selfTests }: VerdictsData): BenchTable {
  return {
    title: 'A/A: the reference graded as a learner, the line at 0.6 of it',
    columns: ['noise', 'passed %', 'too slow %', 'ratio seen', 'interval holds 1, %', 'seconds, median'],
    rows: selfTests.map(({ noise, sessions, passed, failed, medianRatio, covered, medianSeconds }) => [
      noise,
      percent(passed / sessions),
      percent(failed / sessions),
      medianRatio.toFixed(4),
      percent(covered / sessions),
      medianSeconds.toFixed(1),
    ]),
  };
}

function wrongOf({ ratio, passed, failed }: Cell): number {
  if (ratio === 1) return 0;
  return ratio < 1 ? passed : failed;
}

/** One run says passed and the other too slow, in either order. */
function contradictionOf({ passed, failed, sessions }: Cell): number {
  return (2 * passed * failed) / sessions ** 2;
}

function ratiosOf(cells: readonly Cell[]): number[] {
  return [...new Set(cells.map(({ ratio }) => ratio))];
}

function noisesOf(cells: readonly Cell[]): string[] {
  return [...new Set(cells.map(({ noise }) => noise))];
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}
