import type { Exercise, ExerciseId } from '../../grader/domain/exercise.ts';
import type { ProbeResult } from '../../grader/domain/probe.ts';
import type { Receipt } from '../../grader/domain/receipt.ts';
import type { Screen } from '../../grader/render/screen.ts';
import type { Block, Lesson, LessonEntry, Section } from '../book/book.ts';
import { pageIndexAt, pagesOf } from './pages.ts';
import { advance } from './state/advance.ts';
import type { Effect, PlayerEvent } from './state/event.ts';
import { showRoadmap } from './state/moves.ts';
import { START, type PlayerState } from './state/state.ts';

/** A small book as plain data: nothing here touches a disk. */
export const SCREEN: Screen = { columns: 80, colour: false, unicode: true, links: false, language: 'en' };
export const ROWS = 24;

export const PREDICT: Block = {
  kind: 'predict',
  id: 'cost',
  probe: 'system-call',
  figure: 'getppid',
  question: 'How long does a system call take?',
  claim: { low: 50, high: 200, text: 'about 100 ns', source: 'https://example.org/calls' },
  after: 'That is more than a packet at 10 Gbit/s has.',
};
export const QUIZ: Block = {
  kind: 'quiz',
  id: 'why',
  question: 'What is paid for?',
  choices: [
    { text: 'The change of level', right: true, why: 'It is slow.' },
    { text: 'A copy', right: false, why: 'Nothing is copied.' },
  ],
};
export const MEASURE: Block = { kind: 'measure', id: 'sweep', probe: 'send-batch', title: 'Time by batch size' };
export const TRY: Block = { kind: 'try', id: 'drops', command: 'nstat -az UdpRcvbufErrors' };
export const STEP: Block = {
  kind: 'step',
  id: 'pages',
  title: 'Reserve hugepages',
  do: ['sysctl -w vm.nr_hugepages=64'],
  undo: ['sysctl -w vm.nr_hugepages=0'],
  detect: 'hugepages',
  why: 'DPDK needs them.',
};
export const EXERCISE_BLOCK: Block = { kind: 'exercise', id: 'ring/spsc' };

function section(title: string, ...parts: readonly (string | Block)[]): Section {
  return {
    title,
    parts: parts.map((part) =>
      typeof part === 'string' ? { kind: 'prose', markdown: part, line: 1 } : { kind: 'block', block: part, line: 1 },
    ),
  };
}

export const LESSON: Lesson = {
  language: 'en',
  title: 'Crossing',
  sections: [
    section('Crossing', 'A program asks the kernel.'),
    section('The price', 'Guess first.', PREDICT, QUIZ),
    section('Many at once', 'Batches.', MEASURE, 'And then:', TRY),
    section('Your machine', STEP),
    section('Your turn', 'Write it.', EXERCISE_BLOCK, 'That was the ring.'),
  ],
};
export const KOREAN_LESSON: Lesson = { ...LESSON, language: 'ko', title: '커널로 들어가기' };

function entryOf(slug: string, about: Partial<LessonEntry> = {}): LessonEntry {
  return {
    slug,
    order: '010',
    folder: `/lab/lessons/chapters/010-${slug}`,
    title: { en: slug, ko: slug },
    summary: { en: 'What it is about.', ko: '무엇에 관한 것인지.' },
    chapter: { en: 'First', ko: '처음' },
    tracks: ['beginner'],
    minutes: 10,
    exercises: [],
    after: [],
    glossary: [],
    sources: [],
    formerly: [],
    ...about,
  };
}

export const EXERCISE: Exercise = {
  id: 'ring/spsc' as ExerciseId,
  order: '010.010',
  version: '0',
  title: { en: 'A ring for two threads', ko: '두 스레드를 잇는 링' },
  summary: { en: 'Without locks.', ko: '잠금 없이.' },
  concepts: ['cache lines'],
  requires: { correctness: ['compiler'], speed: ['two-cores'] },
  after: [],
  minutes: 60,
  testbed: 'inprocess',
  packages: [],
  files: ['spsc_ring.hpp'],
  checks: [],
  steps: {},
  arm: 'check/arm.cc',
  counts: [],
  metrics: [],
  folder: '/lab/exercises/010-ring/010-spsc',
  solutions: '/lab/solutions/010-ring/010-spsc',
};

export const BOOK: readonly LessonEntry[] = [
  entryOf('crossing', {
    exercises: ['ring/spsc'],
    glossary: [{ term: { en: 'system call', ko: '시스템 콜' }, means: { en: 'The way in.', ko: '들어가는 길.' } }],
  }),
  entryOf('batching', { tracks: ['beginner', 'intermediate'], chapter: { en: 'Second', ko: '둘째' } }),
  entryOf('dpdk', { tracks: ['intermediate'], chapter: { en: 'Second', ko: '둘째' }, after: ['batching'] }),
];

/** The player as it begins, in the roadmap. */
export function atStart(about: Partial<PlayerState> = {}): PlayerState {
  return showRoadmap({
    book: BOOK,
    exercises: [EXERCISE],
    screen: SCREEN,
    rows: ROWS,
    highlight: undefined,
    view: { kind: 'roadmap', selected: '', track: null },
    lessons: new Map(),
    readings: new Map(),
    answers: new Map(),
    progress: new Map(),
    blocked: null,
    detected: new Map(),
    bench: null,
    busy: null,
    asking: null,
    notice: null,
    now: 1_000_000,
    ...about,
  }).state;
}

/** What came of events, one after the other: the last state, and every effect on the way. */
export interface Played {
  readonly state: PlayerState;
  readonly effects: readonly Effect[];
}

/** A text is a key. */
export function played(state: PlayerState, ...events: readonly (PlayerEvent | string)[]): Played {
  const effects: Effect[] = [];
  let now = state;
  for (const event of events) {
    const step = advance(now, typeof event === 'string' ? { kind: 'key', key: event } : event);
    now = step.state;
    effects.push(...step.effects);
  }
  return { state: now, effects };
}

export const OPENED: PlayerEvent = { kind: 'opened', slug: 'crossing', lesson: LESSON, answers: new Map() };

/** In the lesson, on the page of a block. */
export function atBlock(id: string, about: Partial<PlayerState> = {}): PlayerState {
  let { state } = played(atStart(about), 'home', 'enter', OPENED);
  for (let turn = 0; turn < pagesOf(state, 'crossing').length && pageBlock(state) !== id; turn += 1) {
    state = played(state, 'right').state;
  }
  return state;
}

/** The id of the block on the page that is shown; empty where there is none. */
export function pageBlock(state: PlayerState): string {
  const pages = pagesOf(state, 'crossing');
  return pages[pageIndexAt(pages, state.readings.get('crossing')?.place ?? START)]?.block?.id ?? '';
}

export function resultOf(about: Partial<ProbeResult> = {}): ProbeResult {
  return {
    schema: 1,
    name: 'system-call',
    title: { en: 'System call', ko: '시스템 콜' },
    method: { en: 'One thread calls getppid.', ko: '스레드 하나가 getppid를 부릅니다.' },
    figures: [{ name: 'getppid', title: { en: 'getppid', ko: 'getppid' }, unit: 'ns', low: 80, median: 84, high: 92 }],
    absent: [],
    sweep: null,
    cpus: [0],
    seconds: 1,
    unsupported: null,
    ...about,
  };
}

export const SWEEP: ProbeResult = resultOf({
  name: 'send-batch',
  figures: [],
  sweep: {
    x: { name: 'batch', title: { en: 'batch size', ko: '묶음 크기' }, unit: 'datagrams' },
    unit: 'ns',
    series: ['sendto', 'sendmmsg'].map((name, at) => ({
      name,
      title: { en: name, ko: name },
      points: [1, 2, 4, 8, 16, 32, 64].map((x) => {
        const median = 800 / (at === 0 ? 1 : x) + 300;
        return { x, low: median * 0.95, median, high: median * 1.1 };
      }),
    })),
  },
});

export function receiptOf(about: Partial<Receipt> = {}): Receipt {
  return {
    schema: 1,
    exercise: 'ring/spsc',
    verdict: 'incorrect',
    reason: 'check-failed',
    detail: '',
    checks: [
      {
        name: 'order',
        profile: 'address',
        status: 'failed',
        story: ['try_push(1)', 'it was lost'],
        moments: [],
        seconds: 1,
      },
    ],
    advice: [],
    counts: [],
    metrics: [],
    machine: {
      cpu: 'a CPU',
      cores: 2,
      virtual: false,
      kernel: '6.1',
      compiler: 'g++ 12',
      cpus: [0, 1],
      sandbox: 'bubblewrap',
    },
    noise: null,
    stored: false,
    evidence: null,
    seconds: 2,
    ...about,
  };
}

export const PASSED = {
  exercise: 'ring/spsc',
  attempts: 2,
  lastVerdict: 'passed',
  passed: true,
  hintLevel: 0,
} as const;
