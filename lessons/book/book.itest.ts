import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../grader/catalog/catalog.ts';
import { findLesson, loadBook, openLesson, type LessonEntry } from './book.ts';
import { copyFixture, edit, faultsOf, FIRST, load, type FixtureBook } from './testing.ts';

let book: FixtureBook;
beforeEach(() => {
  book = copyFixture();
});
afterEach(() => {
  book[Symbol.dispose]();
});

const ENGLISH = `${FIRST}/lesson.en.md`;
const KOREAN = `${FIRST}/lesson.ko.md`;
const FACTS = `${FIRST}/lesson.json`;

describe('the book that ships', () => {
  it('has no faults, in any language', () => {
    const root = resolve(import.meta.dirname, '../..');
    const exerciseIds = loadCatalog(root).exercises.map(({ id }) => id);
    expect(() => loadBook(root, { exerciseIds, cache: book.cache, validate: true })).not.toThrow();
  });
});

describe('loadBook', () => {
  it('orders by number and identifies by slug', () => {
    expect(load(book).map(({ slug, order }) => `${order} ${slug}`)).toEqual([
      '010 crossing-into-the-kernel',
      '020 many-at-once',
    ]);
  });

  it('finds no lessons where there are none', () => {
    rmSync(join(book.root, 'lessons'), { recursive: true });
    expect(load(book)).toEqual([]);
  });

  it('sees a change although it remembers what was valid', () => {
    expect(load(book)).toHaveLength(2);
    expect(load(book)).toHaveLength(2);
    edit(book, ENGLISH, (text) => text.replace('figure: getppid', 'figure: getpid'));
    expect(faultsOf(book)).toEqual([
      `  ${ENGLISH}:23: predict figure: "getpid" is not a figure of it; allowed: getppid`,
      `  ${KOREAN}:20: system-call-cost: figure is "getppid"; allowed: "getpid", as in ${ENGLISH}`,
    ]);
  });

  it('does not remember for other exercises', () => {
    load(book);
    const without = (): unknown => loadBook(book.root, { exerciseIds: ['ring/mpmc'], cache: book.cache });
    expect(without).toThrow(`${FACTS}:11: exercises.0: there is no exercise "ring/spsc"; allowed: ring/mpmc`);
  });
});

describe('openLesson', () => {
  it('gives sections, text and blocks, the same in both languages', () => {
    const [entry] = load(book) as [LessonEntry];
    const shape = (language: 'en' | 'ko'): string[][] =>
      openLesson(entry, language).sections.map(({ parts }) =>
        parts.map((part) => (part.kind === 'prose' ? 'text' : `${part.block.kind} ${part.block.id}`)),
      );
    expect(shape('en')).toEqual([
      ['text'],
      ['text', 'predict system-call-cost', 'quiz what-is-paid'],
      ['text', 'measure batch-sweep', 'text'],
      ['try see-drops', 'step hugepages', 'text'],
      ['text', 'exercise ring/spsc', 'text'],
    ]);
    expect(shape('ko')).toEqual(shape('en'));
    expect(openLesson(entry, 'ko').title).toBe('커널로 들어가는 비용');
  });
});

/** Each with the fault that it must cause: where, what, and what would be right. */
const FAULTS: readonly (readonly [string, string, (text: string) => string, string])[] = [
  ['a key that nobody knows', FACTS, (text) => text.replace('"minutes"', '"minuets"'), 'unknown key; allowed: schema,'],
  ['a title in one language', FACTS, (text) => text.replace(/, "ko": "커널로[^"]*"/u, ''), 'title.ko: missing'],
  ['a level that is none', FACTS, (text) => text.replace('"beginner"', '"easy"'), '"beginner", "intermediate"'],
  ['JSON that is none', FACTS, (text) => text.replace('"minutes": 12,', '"minutes": 12'), 'not JSON'],
  ['a block that is misspelt', ENGLISH, (text) => text.replace('```quiz', '```qiuz'), '"qiuz" is no block'],
  ['YAML that is none', ENGLISH, (text) => text.replace('id: see-drops', 'id: [see'), 'not YAML'],
  ['a key in a block', ENGLISH, (text) => text.replace('expect: The', 'expects: The'), 'measure expects: unknown key'],
  ['a probe', ENGLISH, (text) => text.replace('probe: send-batch', 'probe: send'), 'allowed: "system-call", "clock"'],
  ['a detector', ENGLISH, (text) => text.replace('detect: hugepages', 'detect: pages'), 'allowed: "hugepages",'],
  ['a claim upside down', ENGLISH, (text) => text.replace('high: 200', 'high: 20'), 'a number that is not below low'],
  ['nothing right', ENGLISH, (text) => text.replace('    right: true\n', ''), 'at least one choice with right: true'],
  ['an id twice', ENGLISH, (text) => text.replace('id: see-drops', 'id: batch-sweep'), 'is also that of line'],
  ['a callout', ENGLISH, (text) => text.replace('[!NOTE]', '[!NICE]'), '"[!NICE]" is no callout'],
  ['a second title', ENGLISH, (text) => text.replace('## Many at once', '# Many at once'), 'a second title'],
  ['a drawing too wide', ENGLISH, (text) => text.replace('four crossings', `four ${'x'.repeat(60)}`), 'cells wide'],
  [
    'a block in a list',
    ENGLISH,
    (text) => `${text}\n- item\n\n  \`\`\`try\n  id: x\n  \`\`\`\n`,
    'inside of something',
  ],
  ['another title', ENGLISH, (text) => text.replace('# Crossing into', '# Going into'), 'as in lesson.json'],
  [
    'an exercise left out',
    ENGLISH,
    (text) => text.replace(/```exercise[^`]*```/u, ''),
    'no exercise block for ring/spsc',
  ],
  ['another command', KOREAN, (text) => text.replace('nstat -az', 'nstat -a'), 'see-drops: command is'],
  [
    'another answer',
    KOREAN,
    (text) =>
      text.replace('    right: true\n', '').replace('  - text: 프로그램', '  - right: true\n    text: 프로그램'),
    'what-is-paid: right choices is',
  ],
  ['a section missing', KOREAN, (text) => text.replace(/## 직접[\s\S]*/u, ''), '4 sections; allowed: 5, as in'],
  [
    'blocks in another order',
    KOREAN,
    (text) => text.replace(/(```try[\s\S]*?```\n)([\s\S]*?)(```step[\s\S]*?```\n)/u, '$3$2$1'),
    'blocks in "여러분의 컴퓨터에서"',
  ],
  [
    'a name taken',
    FACTS,
    (text) => text.replace('"system-calls"', '"many-at-once"'),
    '"many-at-once" is also a name of',
  ],
];

describe('validation', () => {
  it.each(FAULTS)('tells of %s', (_, file, change, fault) => {
    edit(book, file, change);
    const found = faultsOf(book);
    expect(found.filter((line) => line.includes(fault) && line.includes(FIRST))).not.toEqual([]);
    expect(found.every((line) => line.includes('; allowed: '))).toBe(true);
  });

  it('tells of everything at once', () => {
    edit(book, ENGLISH, (text) => text.replace('probe: send-batch', 'probe: send').replace('[!NOTE]', '[!NICE]'));
    edit(book, FACTS, (text) => text.replace('"minutes": 12', '"minutes": 0'));
    expect(faultsOf(book).length).toBeGreaterThanOrEqual(3);
  });

  it('knows the line', () => {
    edit(book, FACTS, (text) => text.replace('"minutes": 12', '"minutes": 0'));
    expect(faultsOf(book)[0]).toMatch(
      /lesson\.json:10: minutes: 0 does not fit; allowed: a whole number from 1 to 90/u,
    );
  });
});

describe('findLesson', () => {
  it.each(['crossing-into-the-kernel', 'cross', '10', '010-crossing-into-the-kernel', 'system-calls', 'kernel'])(
    'understands %s',
    (text) => {
      expect(findLesson(load(book), text).slug).toBe('crossing-into-the-kernel');
    },
  );

  it('does not guess', () => {
    expect(() => findLesson(load(book), 'n')).toThrow('fits several lessons');
    expect(() => findLesson(load(book), 'dpdk')).toThrow('there is no lesson "dpdk"');
  });
});
