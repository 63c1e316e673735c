import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may import whom, by room; what a room is not given here it may not touch. CONTRIBUTING.md has the reasons. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'grader/domain': [],
  'grader/catalog': ['grader/domain'],
  'grader/judge': ['grader/domain'],
  'grader/ledger': ['grader/domain'],
  'grader/render': ['grader/domain', 'grader/judge'],
  'grader/workspace': ['grader/domain'],
  'grader/process': ['grader/domain', 'native'],
  'grader/toolchain': ['grader/domain', 'grader/process'],
  'grader/machine': ['grader/domain', 'grader/process', 'grader/toolchain', 'native'],
  'grader/probe': ['grader/domain', 'grader/machine', 'native'],
  'grader/testbed': ['grader/domain', 'grader/process', 'grader/machine', 'native'],
  'grader/check': ['grader/domain', 'grader/process', 'grader/testbed', 'grader/toolchain'],
  'grader/measure': ['grader/domain', 'grader/testbed', 'native'],
  'grader/pipeline': [
    ...['grader/domain', 'grader/workspace', 'grader/toolchain', 'grader/machine', 'grader/check', 'grader/testbed'],
    ...['grader/measure', 'grader/judge', 'grader/ledger', 'native'],
  ],
  'grader/simulate': ['grader/domain', 'grader/toolchain', 'grader/check'],
  'grader/audit': ['grader/domain', 'grader/pipeline'],
  'grader/doctor': [
    ...['grader/domain', 'grader/machine', 'grader/toolchain', 'grader/testbed', 'grader/measure', 'grader/judge'],
    'grader/pipeline',
  ],
  'grader/bench': [
    ...['grader/domain', 'grader/process', 'grader/machine', 'grader/toolchain', 'grader/testbed', 'grader/measure'],
    ...['grader/judge', 'grader/pipeline', 'grader/check'],
  ],
};
/** Packages that only these may import. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  execa: ['grader/process'],
  yaml: ['lessons/book'],
  shiki: ['lessons/player'],
  'hdr-histogram-js': ['grader/measure'],
  'markdown-it': ['grader/render'],
  'node:sqlite': ['grader/ledger'],
  '@inquirer/prompts': ['lessons/player'],
  chokidar: ['grader/workspace'],
  commander: ['bin'],
};
/** Pure rooms: the same input gives the same output, on any machine, at any time. */
const PURE = new Set(['grader/judge', 'grader/render', 'grader/domain']);
/** In rooms: bin, bench, pipeline, machine, toolchain, process, native. */
const LONGEST_CHAIN = 8;
/** Fronts that are not called like their room. */
const FRONTS: Readonly<Record<string, string>> = { 'grader/pipeline': 'grade.ts', native: 'native.ts' };
/** Rooms whose whole first level is front: domain has a file a type, render a file a rendering, loaded one by one. */
const OPEN = new Set(['grader/domain', 'grader/render']);

const root = resolve(import.meta.dirname, '..');

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = ['bin', 'grader', 'lessons', 'native'].flatMap((top) => sourcesBelow(join(root, top)));
const imports = files.flatMap(importsOf);
const ours = imports.filter((one) => one.to.startsWith('/'));
const runtime = ours.filter((one) => !one.typeOnly && shipped(one.from));

function shipped(file: string): boolean {
  return !/\.i?test\.ts$/u.test(file);
}

function sourcesBelow(folder: string): string[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const statements = text.matchAll(/^(?:import|export)\b(?<what>[^;]*?)from '(?<path>[^']+)'/gmu);
  const lazy = text.matchAll(/\bimport\('(?<path>[^']+)'\)/gu);
  return [...statements, ...lazy].map(({ groups }) => {
    const path = groups?.['path'] ?? '';
    const to = path.startsWith('.') ? resolve(dirname(file), path) : path;
    return { from: file, to, typeOnly: groups?.['what']?.trimStart().startsWith('type ') ?? false };
  });
}

/** A file without its comments: they may speak of a process. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '');
}

/** `grader/judge` of a file in it; `bin` and `native` are one room each. */
function roomOf(file: string): string {
  const [top = '', room = ''] = relative(root, file).split('/');
  return top === 'grader' || top === 'lessons' ? `${top}/${room}` : top;
}

/** Length of the longest way along imports; throws at a cycle, with its members. */
function longestChain(all: readonly Import[], name: (node: string) => string): number {
  const next = Map.groupBy(all, (one) => one.from);
  const depths = new Map<string, number>();
  const depth = (node: string, path: readonly string[]): number => {
    if (path.includes(node)) throw new Error(`cycle: ${[...path, node].map(name).join(' > ')}`);
    const known = depths.get(node);
    if (known !== undefined) return known;
    const below = (next.get(node) ?? []).map((one) => depth(one.to, [...path, node]));
    const longest = Math.max(0, ...below) + 1;
    depths.set(node, longest);
    return longest;
  };
  return Math.max(...all.map((one) => depth(one.from, [])));
}

function show({ from, to }: Import): string {
  return `${relative(root, from)} imports ${to.startsWith('/') ? relative(root, to) : to}`;
}

describe('the house', () => {
  it('has sources to look at', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(ours.length).toBeGreaterThan(100);
  });

  it('lets nobody import to the left: bin, lessons, grader, native', () => {
    const order = ['bin', 'lessons', 'grader', 'native'];
    const layer = (file: string): number => order.indexOf(relative(root, file).split('/')[0] ?? '');
    expect(ours.filter((one) => layer(one.to) < layer(one.from)).map(show)).toEqual([]);
  });

  it('lets each room of the grader import only what the table gives it', () => {
    const wrong = ours.filter(({ from, to }) => {
      const [here, there] = [roomOf(from), roomOf(to)];
      if (!here.startsWith('grader/') || here === there || !shipped(from) || here.endsWith('.ts')) return false;
      return !MAY_IMPORT[here]?.includes(there);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('knows every room', () => {
    const rooms = new Set(files.map(roomOf).filter((room) => room.startsWith('grader/') && !room.endsWith('.ts')));
    expect([...rooms].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });

  it('lets others see only the front of a room', () => {
    const wrong = ours.filter(({ from, to }) => {
      const there = roomOf(to);
      if (there === roomOf(from) || there === 'bin') return false;
      if (OPEN.has(there)) return dirname(to) !== join(root, there);
      return to !== join(root, there, FRONTS[there] ?? `${there.split('/')[1] ?? ''}.ts`);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('keeps each package in the room that it is for', () => {
    const wrong = imports.filter(({ from, to }) => ONLY_IN[to] && !ONLY_IN[to].includes(roomOf(from)) && shipped(from));
    expect(wrong.map(show)).toEqual([]);
  });

  it('keeps the machine out of the pure rooms', () => {
    const wrong = imports.filter(
      ({ from, to }) => PURE.has(roomOf(from)) && shipped(from) && to.startsWith('node:') && to !== 'node:module',
    );
    expect(wrong.map(show)).toEqual([]);
    const clocks = files
      .filter((file) => PURE.has(roomOf(file)) && shipped(file))
      .filter((file) => /\bDate\.now\(|\bMath\.random\(|\bperformance\.now\(|(?<![-\w])process\./u.test(codeOf(file)));
    expect(clocks.map((file) => relative(root, file))).toEqual([]);
  });

  it('has no import cycles between files', () => {
    expect(longestChain(runtime, (file) => relative(root, file))).toBeGreaterThan(1);
  });

  it('has no cycles between rooms, and no chain of rooms that is too long to follow', () => {
    const rooms = runtime.map(({ from, to, typeOnly }) => ({ from: roomOf(from), to: roomOf(to), typeOnly }));
    const apart = rooms.filter(({ from, to }) => from !== to && to !== 'grader/domain');
    expect(longestChain(apart, (room) => room)).toBeLessThanOrEqual(LONGEST_CHAIN);
  });
});
