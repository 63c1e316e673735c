import { describe, expect, it } from 'vitest';
import { verdictTables } from './verdicts-tables.ts';
import type { Cell, VerdictsData } from './verdicts-data.ts';

function dataOf(cells: readonly Partial<Cell>[]): VerdictsData {
  const blank: Cell = {
    rule: 'lab',
    noise: 'quiet',
    ratio: 0.8,
    sessions: 100,
    passed: 0,
    failed: 0,
    inconclusive: 0,
    meanSeconds: 2,
    medianSeconds: 1.5,
  };
  return {
    sessions: 100,
    seed: 1,
    cells: cells.map((cell) => Object.assign({}, blank, cell)),
    selfTests: [],
    loss: [],
  };
}

describe('verdictTables', () => {
  it('counts a pass below the line and a failure above it as wrong', () => {
    const { tables, notes } = verdictTables(
      dataOf([
        { ratio: 0.8, passed: 3, failed: 95, inconclusive: 2 },
        { ratio: 1.25, passed: 99, failed: 1 },
      ]),
    );
    expect(tables[0]?.rows).toEqual([['quiet', '3.0 (2.0)', '1.0 (0.0)']]);
    expect(notes[0]).toContain('4 in 200 sessions');
  });

  it('calls nothing wrong on the line, and nothing near it a missed aim', () => {
    const { tables, notes } = verdictTables(
      dataOf([
        { ratio: 0.95, passed: 5, failed: 60, inconclusive: 35 },
        { ratio: 1, passed: 1, failed: 2, inconclusive: 97 },
      ]),
    );
    expect(tables[0]?.rows).toEqual([['quiet', '5.0 (35.0)', '1.0 / 2.0 / 97.0']]);
    expect(notes[0]).toContain('0 in 0 sessions');
  });

  it('takes for a contradiction that one run passes and the other fails', () => {
    const { tables, notes } = verdictTables(dataOf([{ passed: 50, failed: 50 }]));
    const contradictions = tables.find(({ title }) => title.includes('contradict'));
    expect(contradictions?.rows[0]).toEqual(['lab', '50.0']);
    expect(notes[1]).toContain('50.0 %');
  });
});
