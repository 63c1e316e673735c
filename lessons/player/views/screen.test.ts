import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../grader/domain/language.ts';
import { widthOf } from '../../../grader/render/drawing.ts';
import type { Answer } from '../answer.ts';
import type { PlayerState } from '../state/state.ts';
import { advance } from '../state/advance.ts';
import type { PlayerEvent } from '../state/event.ts';
import {
  atBlock,
  atStart,
  KOREAN_LESSON,
  LESSON,
  OPENED,
  PASSED,
  played,
  receiptOf,
  resultOf,
  SCREEN,
  SWEEP,
} from '../testing.ts';
import { drawScreen } from './screen.ts';

const OUTPUT = { ok: false, ending: 'exit code 1', text: `${'x'.repeat(300)}\n\u001b[2Jsecond\n`.repeat(12) };
const WHY = { en: 'It has one core. '.repeat(8), ko: '코어가 하나입니다. '.repeat(8) };
const UNSUPPORTED = resultOf({ figures: [], unsupported: { why: WHY, fix: WHY } });
const BENCH: PlayerEvent = {
  kind: 'bench',
  id: 'ring/spsc',
  task: `# Task\n\n${'A long task. '.repeat(300)}`,
  file: `/home/somebody/${'far/'.repeat(30)}spsc_ring.hpp`,
};

function receipt(verdict: 'passed' | 'incorrect' | 'unsupported'): PlayerEvent {
  const reason = verdict === 'passed' ? 'faster-than-the-line' : 'check-failed';
  const progress = verdict === 'passed' ? PASSED : null;
  return { kind: 'graded', id: 'ring/spsc', receipt: receiptOf({ verdict, reason }), progress };
}

function words(screens: readonly (readonly string[])[]): string[] {
  return screens.map((lines) => lines.join(' ').replace(/[\s*`#]+/gu, ''));
}

/** A state for everything that the player can show. */
function everything(about: Partial<PlayerState>): PlayerState[] {
  const lesson = about.screen?.language === 'ko' ? KOREAN_LESSON : LESSON;
  const opened: PlayerEvent = { kind: 'opened', slug: 'crossing', lesson, answers: new Map() };
  const at = (id: string, answer?: Answer): PlayerState => {
    const answers = new Map(answer ? [[`crossing ${id}`, answer]] : []);
    return {
      ...atBlock(id, { ...about, answers }),
      ...played(atBlock(id, { ...about, answers }), opened).state,
      ...about,
    };
  };
  const exercise = played(atStart(about), 'down', 'enter', BENCH).state;
  const hint: PlayerEvent = { kind: 'hint', id: 'ring/spsc', level: 2, text: 'Look at the cache lines.' };
  return [
    atStart(about),
    atStart({ ...about, blocked: new Map([['ring/spsc', WHY.en]]) }),
    atStart({ ...about, progress: new Map([['ring/spsc', PASSED]]), notice: WHY }),
    played(atStart(about), 'enter').state,
    played(atStart(about), 'enter', opened, 'c').state,
    played(atStart(about), 'enter', opened, 'end').state,
    played(atStart(about), '?').state,
    at('cost'),
    at('cost', { kind: 'predict', guess: 500, measured: resultOf() }),
    at('cost', { kind: 'predict', guess: 85, measured: resultOf() }),
    at('cost', { kind: 'predict', guess: 1e-3, measured: UNSUPPORTED }),
    at('why'),
    at('why', { kind: 'quiz', chosen: [1] }),
    at('why', { kind: 'quiz', chosen: [7] }),
    at('sweep'),
    at('sweep', { kind: 'measure', measured: SWEEP }),
    at('sweep', { kind: 'measure', measured: resultOf() }),
    at('sweep', { kind: 'measure', measured: UNSUPPORTED }),
    at('drops'),
    at('drops', { kind: 'try', command: `echo ${'y'.repeat(200)}`, output: OUTPUT }),
    played(at('pages'), { kind: 'detected', detector: 'hugepages', detected: { state: 'open', seen: 'x'.repeat(90) } })
      .state,
    at('ring/spsc'),
    { ...at('cost'), busy: { kind: 'probe', name: 'system-call', waitingFor: 'lab grade '.repeat(20) } },
    { ...at('drops'), busy: { kind: 'command', command: 'sleep '.repeat(40) } },
    exercise,
    played(exercise, { kind: 'grading', event: { kind: 'stage', stage: 'checking' } }).state,
    played(exercise, receipt('incorrect')).state,
    played(exercise, receipt('unsupported')).state,
    played(exercise, receipt('passed')).state,
    played(exercise, 'g', { kind: 'grading', event: { kind: 'stage', stage: 'measuring' } }).state,
    played(exercise, hint).state,
    played(exercise, receipt('passed'), { kind: 'solution', id: 'ring/spsc', text: '# Why\n\nBecause.' }).state,
  ];
}

const SIZES = [
  [60, 20],
  [80, 24],
  [120, 40],
  [40, 10],
] as const;
const SCREENS = LANGUAGES.flatMap((language) =>
  [true, false].flatMap((colour) => SIZES.map(([columns, rows]) => ({ columns, rows, language, colour }))),
);

describe('every screen of the player', () => {
  it.each(SCREENS)('fits $columns by $rows ($language, colour $colour)', ({ columns, rows, language, colour }) => {
    const screen = { ...SCREEN, columns, language, colour };
    for (const state of everything({ screen, rows })) {
      const lines = drawScreen(state);
      expect(lines).toHaveLength(rows);
      expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
      expect(lines.join('')).not.toContain('undefined');
    }
  });

  it('never shows what a terminal would obey', () => {
    const text = everything({}).flatMap(drawScreen).join('');
    // eslint-disable-next-line no-control-regex -- that is what must not be there
    expect(text).not.toMatch(/[\u0000-\u001f\u007f]/u);
  });

  it('is ASCII where it has to be', () => {
    const text = everything({ screen: { ...SCREEN, unicode: false } })
      .flatMap(drawScreen)
      .join('\n');
    expect(text.match(/[^\n -~\p{Script=Hangul}]/gu) ?? []).toEqual([]);
  });

  it('leaves no style open at the end of a line', () => {
    const lines = everything({ screen: { ...SCREEN, colour: true } }).flatMap(drawScreen);
    // eslint-disable-next-line no-control-regex -- colours are made of it
    const open = lines.filter((line) => /\u001b\[(?:[12]m(?!.*\u001b\[22m)|3[1-7]m(?!.*\u001b\[39m))/u.test(line));
    expect(open).toEqual([]);
  });

  it('has the same words with colour as without', () => {
    const plain = everything({}).map(drawScreen);
    const bare = everything({ screen: { ...SCREEN, colour: true } }).map((state) =>
      // eslint-disable-next-line no-control-regex -- colours are made of it
      drawScreen(state).map((line) => line.replace(/\u001b\[\d+m/gu, '')),
    );
    expect(words(bare)).toEqual(words(plain));
  });
});

describe('whatever keys are pressed', () => {
  const KEYS = [
    'up',
    'down',
    'left',
    'right',
    'enter',
    'escape',
    ' ',
    'c',
    'm',
    'a',
    't',
    'l',
    '?',
    '/',
    'g',
    'h',
    's',
    'v',
    'n',
    'b',
    'r',
    'tab',
    'home',
    'end',
    'page-down',
  ];

  /** A small generator with a fixed seed (Numerical Recipes' constants): the same keys every time. */
  function* keysFrom(seed: number): Generator<string> {
    let value = seed;
    for (;;) {
      value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
      yield KEYS[Math.floor((value / 2 ** 32) * KEYS.length)] ?? 'up';
    }
  }

  it.each([1, 2, 3, 4, 5, 6])('the screen is whole and one can always quit (seed %d)', (seed) => {
    let state = played(atStart(), 'enter', OPENED).state;
    let left = 150;
    for (const key of keysFrom(seed)) {
      const step = advance(state, { kind: 'key', key });
      state = step.state;
      for (const effect of step.effects) {
        if (effect.kind === 'open') {
          const lesson = effect.language === 'ko' ? KOREAN_LESSON : LESSON;
          state = advance(state, { kind: 'opened', slug: effect.slug, lesson, answers: new Map() }).state;
        }
        if (effect.kind === 'enter-exercise') state = advance(state, BENCH).state;
      }
      expect(drawScreen(state)).toHaveLength(24);
      expect(advance(state, { kind: 'key', key: 'q' }).effects.at(-1)).toEqual({ kind: 'quit' });
      left -= 1;
      if (left === 0) break;
    }
  });
});
