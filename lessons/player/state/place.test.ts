import { describe, expect, it } from 'vitest';
import { LESSON, MEASURE, QUIZ } from '../testing.ts';
import { nearestBlock, resolvePlace } from './place.ts';

const PLACE = { section: 2, part: 1, line: 3 };

describe('a remembered place', () => {
  it('names the nearest block at or before it', () => {
    expect(nearestBlock(LESSON, { section: 0, part: 0, line: 0 })).toBe('');
    expect(nearestBlock(LESSON, PLACE)).toBe('sweep');
    expect(nearestBlock(LESSON, { section: 2, part: 0, line: 0 })).toBe('why');
    expect(nearestBlock(LESSON, { section: 99, part: 0, line: 0 })).toBe('ring/spsc');
  });

  it('is the same place while the text is the same', () => {
    expect(resolvePlace(LESSON, { place: PLACE, block: 'sweep' })).toEqual(PLACE);
  });

  it('follows its block when the lesson was rewritten', () => {
    const prose = { kind: 'prose', markdown: 'New.', line: 1 } as const;
    const added = [{ title: 'New', parts: [prose] }, ...LESSON.sections];
    expect(resolvePlace({ ...LESSON, sections: added }, { place: PLACE, block: 'sweep' })).toEqual({
      section: 3,
      part: 1,
      line: 0,
    });
  });

  it('is the beginning of its section where its block is gone, and of the lesson where that is gone, too', () => {
    const without = LESSON.sections.map(({ title, parts }) => ({
      title,
      parts: parts.filter((part) => part.kind === 'prose' || part.block.id !== MEASURE.id),
    }));
    expect(resolvePlace({ ...LESSON, sections: without }, { place: PLACE, block: 'sweep' })).toEqual({
      section: 2,
      part: 0,
      line: 0,
    });
    const short = { ...LESSON, sections: LESSON.sections.slice(0, 1) };
    expect(resolvePlace(short, { place: PLACE, block: QUIZ.id })).toEqual({ section: 0, part: 0, line: 0 });
  });
});
