import { describe, expect, it } from 'vitest';
import { RING_EXERCISE } from '../samples/exercise.ts';
import { CROWDED_METRICS, PASSED_METRICS, SLOW_METRICS, metricOf } from '../samples/results.ts';
import type { Screen } from '../screen.ts';
import { widthOf } from '../text/layout.ts';
import { penFor } from '../text/pen.ts';
import { drawRuler } from './ruler.ts';
import { spread } from './spread.ts';

const SCREEN: Screen = { columns: 80, colour: false, unicode: true, links: false, language: 'en' };
const MARKS = /[○┃◆●]/gu;
const METRICS = [...PASSED_METRICS, ...SLOW_METRICS, ...CROWDED_METRICS].filter(({ ratio }) => ratio !== null);

describe('spread', () => {
  it('leaves things where they want to be while they do not touch', () => {
    expect(
      spread(
        [
          { at: 2, width: 3 },
          { at: 9, width: 2 },
        ],
        1,
        20,
      ),
    ).toEqual([2, 9]);
  });

  it('keeps order and distance, inside the room, wherever they want to be', () => {
    for (let seed = 1; seed < 500; seed += 1) {
      const wishes = [0, 1, 2, 3].map((index) => ({
        at: (seed * 7919 * (index + 3)) % 40,
        width: 1 + ((seed * (index + 1)) % 9),
      }));
      const begins = spread(wishes, 2, 44) ?? [];
      const ends = begins.map((begin, index) => begin + (wishes[index]?.width ?? 0));
      expect(begins.length).toBe(4);
      expect(begins.slice(1).every((begin, index) => begin >= (ends[index] ?? 0) + 2)).toBe(true);
      expect(Math.min(...begins)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...ends)).toBeLessThanOrEqual(44);
    }
  });

  it('says so when they do not fit', () => {
    expect(
      spread(
        [
          { at: 0, width: 6 },
          { at: 0, width: 6 },
        ],
        1,
        12,
      ),
    ).toBeNull();
  });
});

describe('drawRuler', () => {
  it.each(METRICS)('shows four marks, each once, on an axis of the width asked for ($name, line $line)', (result) => {
    for (const width of [18, 30, 52, 80]) {
      const { axis } = drawRuler(result, RING_EXERCISE.metrics[0], width, width + 10, penFor(SCREEN));
      expect(widthOf(axis)).toBe(width);
      expect(axis.match(MARKS)?.toSorted()).toEqual(['○', '┃', '◆', '●'].toSorted());
    }
  });

  it.each(METRICS)('names them below in the same order, apart from each other ($name, line $line)', (result) => {
    const { axis, labels } = drawRuler(result, RING_EXERCISE.metrics[0], 52, 76, penFor(SCREEN));
    expect(labels[0]?.match(MARKS)).toEqual(axis.match(MARKS));
    expect(labels[0]?.trim().split(/ {2,}/u)).toHaveLength(4);
    expect(labels.every((label) => widthOf(label) <= 76)).toBe(true);
  });

  it('puts equal factors at equal distances', () => {
    const result = metricOf('x', {
      line: 0.1,
      naive: 0.01 * 61.2e6,
      ratio: { median: 10, low: 10, high: 10 },
      blocks: [],
    });
    const { axis } = drawRuler(result, undefined, 62, 76, penFor(SCREEN));
    const at = ['○', '┃', '●', '◆'].map((mark) => axis.indexOf(mark));
    expect(at.slice(1).map((place, index) => place - (at[index] ?? 0))).toEqual([19, 19, 19]);
  });

  it('stands better code further to the right, also where the unit is a time', () => {
    const result = metricOf('x', {
      unit: 'ns',
      yours: 100,
      reference: 200,
      naive: 2000,
      ratio: { median: 2, low: 1.9, high: 2.1 },
    });
    const { axis } = drawRuler(result, undefined, 52, 76, penFor(SCREEN));
    expect(axis.match(MARKS)).toEqual(['○', '┃', '●', '◆']);
  });

  it('moves figures to a line of their own where names alone fit', () => {
    const { labels } = drawRuler(metricOf('throughput'), undefined, 30, 50, penFor(SCREEN));
    expect(labels[1]).toContain('you 56.9 M/s');
  });

  it('survives rounds and intervals that are not finite', () => {
    const result = metricOf('x', {
      blocks: [Number.NEGATIVE_INFINITY, Number.NaN, 1],
      ratio: { median: 0.5, low: 0, high: Number.POSITIVE_INFINITY },
    });
    expect(widthOf(drawRuler(result, undefined, 52, 76, penFor(SCREEN)).axis)).toBe(52);
  });
});
