import { describe, expect, it } from 'vitest';
import { renderMoments } from './receipt/moments.ts';
import { MOMENTS, SIMULATIONS } from './samples/moments.ts';
import type { Screen } from './screen.ts';
import { renderSimulation } from './simulation.ts';
import { penFor } from './text/pen.ts';

const PLAIN: Screen = { columns: 80, colour: false, unicode: true, links: false, language: 'en' };
const draw = (screen: Partial<Screen> = {}, most = 5): string =>
  renderMoments(MOMENTS, penFor({ ...PLAIN, ...screen }), most).join('\n');

describe('the moments of a run', () => {
  it('give each thread a column, with the line of code and what it did', () => {
    const text = draw();
    expect(text).toContain('      producer                              consumer\n');
    expect(text).toMatch(/^ {6}82 tail_\.store\(tail \+ 1, std::m.*…\n {9}stores 1 \(relaxed\)\n/mu);
    expect(text).toMatch(/^ {44}37 out = std::move\(oldest\);$/mu);
  });

  it('keep the key ones when there are too many', () => {
    const text = draw({}, 4);
    expect(text).toContain('… 2 earlier moments');
    expect(text).toContain('102 ::new');
    expect(text).not.toContain('const auto head');
  });

  it('stand below each other where columns would cut every line', () => {
    const text = draw({ columns: 50 });
    expect(text).toContain('      producer\n        82 tail_.store(tail + 1,');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(50);
  });

  it('let nothing that a program said reach the terminal as a command', () => {
    const evil = '\u001b[2J';
    const moment = { thread: evil, key: true, text: evil, place: { file: evil, line: 1, code: evil } };
    expect(renderMoments([moment], penFor(PLAIN)).join('')).not.toContain('\u001b');
  });
});

describe('a simulation', () => {
  it('says that every order was tried, and what the lines did', () => {
    const [good] = SIMULATIONS;
    const text = good ? renderSimulation(good, PLAIN) : '';
    expect(text).toContain('door.cc: right in every order there is (120 runs).');
    expect(text.replaceAll(/\s+/gu, ' ')).toContain('9 transfers from another core');
  });

  it('promises no more than it has seen', () => {
    const [good] = SIMULATIONS;
    const text = good ? renderSimulation({ ...good, all: false }, PLAIN) : '';
    expect(text).toContain('nothing wrong in 120 runs; there are more (--schedules)');
  });

  it('ends a failure with the command that shows it again, on the same machine', () => {
    const text = SIMULATIONS[1] ? renderSimulation(SIMULATIONS[1], PLAIN) : '';
    expect(text).toContain('▸ Both are inside.');
    expect(text).toContain("lab simulate door.cc --memory tso --replay '5:1,8:1'");
  });

  it('shows what the compiler said', () => {
    const text = SIMULATIONS[2] ? renderSimulation(SIMULATIONS[2], PLAIN) : '';
    expect(text).toBe('door.cc does not compile:\ndoor.cc:3:1: error: expected unqualified-id');
  });

  it('speaks Korean as well', () => {
    const texts = SIMULATIONS.map((report) => renderSimulation(report, { ...PLAIN, language: 'ko' }));
    expect(texts[0]).toContain('가능한 모든 순서에서 올바릅니다');
    expect(texts[1]).toContain('다시 보기: lab simulate');
  });
});
