import { expect, it } from 'vitest';
import { misstatedCounts } from './counts.ts';

const counted = (yours: number): Parameters<typeof misstatedCounts>[0] => ({
  counts: [{ name: 'transfers', unit: 'x', yours, line: 2, reference: 1.1, naive: 5, decision: 'passed' }],
});

it('holds the reference to its own count, and the naive solution to its own', () => {
  expect(misstatedCounts(counted(1.1), 'reference')).toEqual([]);
  expect(misstatedCounts(counted(1.1), 'naive')).toEqual([{ name: 'transfers', stated: 5, counted: 1.1 }]);
  expect(misstatedCounts(counted(1.3), 'reference')).toEqual([{ name: 'transfers', stated: 1.1, counted: 1.3 }]);
});

it('forgives rounding', () => {
  expect(misstatedCounts(counted(1.104), 'reference')).toEqual([]);
  expect(misstatedCounts(counted(5.5), 'naive')).toEqual([]);
});

it('asks nothing of answers that the exercise states no count of', () => {
  expect(misstatedCounts(counted(9), 'impostors/too-slow.all-on-one-line')).toEqual([]);
});
