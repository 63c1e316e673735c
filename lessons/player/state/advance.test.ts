import { describe, expect, it } from 'vitest';
import {
  atBlock,
  atStart,
  KOREAN_LESSON,
  OPENED,
  pageBlock,
  PASSED,
  played,
  receiptOf,
  resultOf,
  SWEEP,
  type Played,
} from '../testing.ts';
import { answerOf, type PlayerState } from './state.ts';

function kinds({ effects }: Played): string[] {
  return effects.map(({ kind }) => kind);
}

function selected({ view }: PlayerState): string {
  return view.kind === 'roadmap' ? view.selected : '';
}

describe('the roadmap', () => {
  it('begins at what comes next', () => {
    expect(selected(atStart())).toBe('crossing');
    const reading = { place: { section: 1, part: 0, line: 0 }, block: '', finished: false, at: 5 };
    expect(selected(atStart({ readings: new Map([['dpdk', reading]]) }))).toBe('dpdk');
    const finished = new Map([['crossing', { ...reading, finished: true }]]);
    expect(selected(atStart({ readings: finished }))).toBe('ring/spsc');
    expect(selected(atStart({ readings: finished, progress: new Map([['ring/spsc', PASSED]]) }))).toBe('batching');
  });

  it('moves over lessons and exercises, not over chapters, and stops at the ends', () => {
    expect(selected(played(atStart(), 'down').state)).toBe('ring/spsc');
    expect(selected(played(atStart(), 'down', 'down', 'j', 'down', 'down').state)).toBe('dpdk');
    expect(selected(played(atStart(), 'end', 'up', 'home', 'up').state)).toBe('crossing');
  });

  it('shows one track after the other, and then all', () => {
    const intermediate = played(atStart(), 't', 't');
    expect(intermediate.state.view).toEqual({ kind: 'roadmap', track: 'intermediate', selected: 'batching' });
    expect(played(intermediate.state, 't', 't').state.view).toMatchObject({ track: null });
  });

  it('opens what is chosen', () => {
    expect(played(atStart(), 'enter').effects).toEqual([{ kind: 'open', slug: 'crossing', language: 'en' }]);
    expect(played(atStart(), 'down', 'enter').effects).toEqual([{ kind: 'enter-exercise', id: 'ring/spsc' }]);
  });

  it('jumps to what was searched for', () => {
    const [asked] = played(atStart(), '/').effects;
    const ask = asked?.kind === 'ask' ? asked.ask : null;
    expect(ask?.kind === 'search' && ask.entries.map(({ value }) => value)).toEqual([
      'crossing',
      'batching',
      'dpdk',
      'ring/spsc',
    ]);
    if (!ask) throw new Error('nothing was asked');
    const found = played(atStart(), { kind: 'asked', ask, reply: { kind: 'text', text: 'ring/spsc' } });
    expect(found.state.view).toMatchObject({ kind: 'exercise', id: 'ring/spsc' });
    expect(played(atStart(), { kind: 'asked', ask, reply: null }).state.view.kind).toBe('roadmap');
  });
});

describe('a lesson', () => {
  it('is read page by page, back and forward, and remembers each place', () => {
    const open = played(atStart(), 'enter', OPENED);
    expect(kinds(open)).toEqual(['open', 'save-place']);
    const on = played(open.state, 'right', 'right');
    expect(on.effects.at(-1)).toMatchObject({
      kind: 'save-place',
      slug: 'crossing',
      place: { section: 1 },
      block: 'why',
    });
    const back = played(on.state, 'left', 'left', 'left');
    expect(back.state.readings.get('crossing')?.place).toEqual({ section: 0, part: 0, line: 0 });
  });

  it('is finished when its end was seen, and then the roadmap shows what comes next', () => {
    const end = played(atStart(), 'enter', OPENED, 'end');
    expect(end.state.readings.get('crossing')?.finished).toBe(true);
    expect(end.effects.at(-1)).toMatchObject({ finished: true });
    const after = played(end.state, 'home', 'end', 'enter');
    expect(selected(after.state)).toBe('ring/spsc');
  });

  it('is opened where it was left', () => {
    const { state } = played(atBlock('sweep'), 'm');
    expect(selected(state)).toBe('crossing');
    expect(pageBlock(played(state, 'enter').state)).toBe('sweep');
  });

  it('keeps its place when the screen changes', () => {
    const narrow = played(atBlock('sweep'), { kind: 'resized', columns: 40, rows: 12 });
    expect(pageBlock(narrow.state)).toBe('sweep');
    expect(played(narrow.state, { kind: 'resized', columns: 200, rows: 60 }).state.view.kind).toBe('lesson');
  });

  it('has a table of contents to jump by', () => {
    const { state } = played(atStart(), 'enter', OPENED, 'c', 'down', 'down', 'enter');
    expect(state.view.kind).toBe('lesson');
    expect(state.readings.get('crossing')?.place).toEqual({ section: 2, part: 0, line: 0 });
  });

  it('changes its language where it is', () => {
    const here = atBlock('sweep');
    const korean = played(here, 'l');
    expect(korean.effects).toEqual([
      { kind: 'save-language', language: 'ko' },
      { kind: 'open', slug: 'crossing', language: 'ko' },
    ]);
    const opened = played(korean.state, {
      kind: 'opened',
      slug: 'crossing',
      lesson: KOREAN_LESSON,
      answers: new Map(),
    });
    expect(pageBlock(opened.state)).toBe('sweep');
  });
});

describe('a predict block', () => {
  const here = atBlock('cost');
  const [asked] = played(here, 'enter').effects;
  const ask = asked?.kind === 'ask' ? asked.ask : null;

  it('asks for a guess in the unit of its figure', () => {
    expect(ask).toEqual({ kind: 'guess', slug: 'crossing', block: 'cost', unit: 'ns' });
  });

  it('measures after the guess, keeps both, and stays on its page', () => {
    if (!ask) throw new Error('nothing was asked');
    const guessed = played(here, { kind: 'asked', ask, reply: { kind: 'number', value: 500 } });
    expect(guessed.effects).toEqual([
      { kind: 'probe', slug: 'crossing', block: 'cost', probe: 'system-call', guess: 500 },
    ]);
    expect(guessed.state.busy).toMatchObject({ kind: 'probe', name: 'system-call' });
    const result = resultOf();
    const measured = played(guessed.state, { kind: 'probed', slug: 'crossing', block: 'cost', guess: 500, result });
    expect(measured.state.busy).toBeNull();
    expect(answerOf(measured.state, 'crossing', 'cost')).toEqual({ kind: 'predict', guess: 500, measured: result });
    expect(kinds(measured)).toEqual(['save-answer', 'save-place']);
    expect(pageBlock(measured.state)).toBe('cost');
  });

  it('measures without a guess, and does nothing when the reader turns away', () => {
    if (!ask) throw new Error('nothing was asked');
    expect(played(here, { kind: 'asked', ask, reply: { kind: 'yes' } }).effects).toMatchObject([{ guess: null }]);
    expect(played(here, { kind: 'asked', ask, reply: null }).effects).toEqual([]);
  });

  it('is stopped by Ctrl-C, which otherwise quits', () => {
    if (!ask) throw new Error('nothing was asked');
    const busy = played(here, { kind: 'asked', ask, reply: { kind: 'yes' } }).state;
    expect(kinds(played(busy, 'ctrl-c'))).toEqual(['cancel']);
    expect(played(busy, 'right', 'c', 'enter').effects).toEqual([]);
    const stopped = played(busy, { kind: 'stopped' });
    expect(stopped.state.busy).toBeNull();
    expect(kinds(played(stopped.state, 'ctrl-c'))).toEqual(['quit']);
  });

  it('is answered again on request, and else Enter goes on', () => {
    const answered = played(here, {
      kind: 'probed',
      slug: 'crossing',
      block: 'cost',
      guess: 1,
      result: resultOf(),
    }).state;
    expect(kinds(played(answered, 'a'))).toEqual(['ask']);
    expect(played(answered, 'enter').effects).toMatchObject([{ kind: 'save-place', block: 'why' }]);
  });
});

describe('the other blocks', () => {
  it('keep what was chosen', () => {
    const here = atBlock('why');
    const [effect] = played(here, 'enter').effects;
    if (effect?.kind !== 'ask') throw new Error('nothing was asked');
    expect(effect.ask).toMatchObject({ kind: 'choose', several: false });
    const { effects } = played(here, { kind: 'asked', ask: effect.ask, reply: { kind: 'chosen', chosen: [1] } });
    expect(effects[0]).toMatchObject({ kind: 'save-answer', answer: { kind: 'quiz', chosen: [1] } });
  });

  it('draw a sweep', () => {
    const here = atBlock('sweep');
    expect(played(here, 'enter').effects).toMatchObject([{ kind: 'probe', probe: 'send-batch', guess: null }]);
    const { state } = played(here, { kind: 'probed', slug: 'crossing', block: 'sweep', guess: null, result: SWEEP });
    expect(answerOf(state, 'crossing', 'sweep')).toEqual({ kind: 'measure', measured: SWEEP });
  });

  it('run a command only after it was shown, and as it was changed', () => {
    const here = atBlock('drops');
    const [effect] = played(here, 'enter').effects;
    if (effect?.kind !== 'ask') throw new Error('nothing was asked');
    expect(effect.ask).toMatchObject({ kind: 'command', command: 'nstat -az UdpRcvbufErrors' });
    const run = played(here, { kind: 'asked', ask: effect.ask, reply: { kind: 'text', text: ' echo hi ' } });
    expect(run.effects).toEqual([{ kind: 'run', slug: 'crossing', block: 'drops', command: 'echo hi' }]);
    const output = { ok: true, ending: 'exit code 0', text: 'hi\n' };
    const ran = played(run.state, { kind: 'ran', slug: 'crossing', block: 'drops', command: 'echo hi', output });
    expect(answerOf(ran.state, 'crossing', 'drops')).toEqual({ kind: 'try', command: 'echo hi', output });
    expect(played(here, { kind: 'asked', ask: effect.ask, reply: { kind: 'text', text: '  ' } }).effects).toEqual([]);
  });

  it('look at the machine on arriving and while they are shown, and go on when it is done', () => {
    let here = played(atBlock('drops'), 'right');
    expect(here.effects).toContainEqual({ kind: 'detect', detector: 'hugepages' });
    here = played(here.state, { kind: 'detected', detector: 'hugepages', detected: { state: 'open', seen: '0' } });
    expect(played(here.state, { kind: 'tick', now: 2 }).effects).toEqual([{ kind: 'detect', detector: 'hugepages' }]);
    expect(kinds(played(here.state, 'enter'))).toEqual(['detect']);
    const done = { kind: 'detected', detector: 'hugepages', detected: { state: 'done', seen: '64' } } as const;
    expect(kinds(played(here.state, done, 'enter'))).toEqual(['save-place']);
    expect(played(atBlock('sweep'), { kind: 'tick', now: 2 }).effects).toEqual([]);
  });
});

describe('an exercise', () => {
  const here = played(atBlock('ring/spsc'), 'enter');
  const bench = { kind: 'bench', id: 'ring/spsc', task: '# Task', file: '/work/ring/spsc/spsc_ring.hpp' } as const;
  const open = played(here.state, bench);

  it('is opened from its lesson, and checked at once', () => {
    expect(here.effects).toEqual([{ kind: 'enter-exercise', id: 'ring/spsc' }]);
    expect(open.effects).toEqual([{ kind: 'check', id: 'ring/spsc' }]);
    expect(open.state.view).toMatchObject({ tab: 'task', from: 'crossing' });
  });

  it('shows what a save has broken, and what a grade says', () => {
    const saved = played(open.state, { kind: 'saved', id: 'ring/spsc' });
    expect(saved.effects).toEqual([{ kind: 'check', id: 'ring/spsc' }]);
    const failed = played(saved.state, { kind: 'graded', id: 'ring/spsc', receipt: receiptOf(), progress: null });
    expect(failed.state.view).toMatchObject({ tab: 'result' });
    expect(failed.state.busy).toBeNull();
    expect(played(failed.state, 'g').effects).toEqual([{ kind: 'grade', id: 'ring/spsc' }]);
  });

  it('leaves the task where it is while nothing was changed', () => {
    const receipt = receiptOf({ verdict: 'unchanged', reason: 'starter', checks: [] });
    const { state } = played(open.state, { kind: 'graded', id: 'ring/spsc', receipt, progress: null });
    expect(state.view).toMatchObject({ tab: 'task' });
  });

  it('opens its solution when it has passed, not before', () => {
    expect(played(open.state, 's').effects).toEqual([]);
    expect(played(open.state, 's').state.notice).not.toBeNull();
    const receipt = receiptOf({ verdict: 'passed', reason: 'faster-than-the-line', checks: [] });
    const passed = played(open.state, { kind: 'graded', id: 'ring/spsc', receipt, progress: PASSED });
    expect(played(passed.state, 's').effects).toEqual([{ kind: 'solution', id: 'ring/spsc' }]);
  });

  it('gives one hint after the other, mild to strong', () => {
    const levels: unknown[] = [];
    let { state } = open;
    for (let turn = 0; turn < 4; turn += 1) {
      const hinted = played(state, 'h');
      const [effect] = hinted.effects;
      if (effect?.kind !== 'hint') throw new Error('no hint');
      levels.push(effect.level);
      state = played(hinted.state, { ...effect, text: 'hint' }).state;
    }
    expect(levels).toEqual([1, 2, 3, 3]);
  });

  it('leads on behind itself, or back', () => {
    const on = played(open.state, 'n');
    expect(on.effects[0]).toEqual({ kind: 'leave-exercise', id: 'ring/spsc' });
    expect(on.state.readings.get('crossing')?.place).toMatchObject({ section: 4, part: 2 });
    const back = played(open.state, 'escape').state;
    expect(back.view).toEqual({ kind: 'lesson', slug: 'crossing' });
    expect(pageBlock(back)).toBe('ring/spsc');
    expect(played(open.state, 'm').state.view).toMatchObject({ kind: 'roadmap', selected: 'ring/spsc' });
  });

  it('keeps the progress of a grade that ended after it was left, and shows nothing of it', () => {
    const left = played(open.state, 'm').state;
    const receipt = receiptOf({ verdict: 'passed', reason: 'faster-than-the-line' });
    const late = played(left, { kind: 'graded', id: 'ring/spsc', receipt, progress: PASSED }).state;
    expect(late.progress.get('ring/spsc')?.passed).toBe(true);
    expect(late.view.kind).toBe('roadmap');
    expect(late.bench).toBeNull();
  });

  it('asks before it resets', () => {
    const [effect] = played(open.state, 'r').effects;
    if (effect?.kind !== 'ask') throw new Error('nothing was asked');
    expect(played(open.state, { kind: 'asked', ask: effect.ask, reply: null }).effects).toEqual([]);
    expect(played(open.state, { kind: 'asked', ask: effect.ask, reply: { kind: 'yes' } }).effects).toEqual([
      { kind: 'reset', id: 'ring/spsc' },
    ]);
  });
});

describe('everywhere', () => {
  it.each([
    ['the roadmap', atStart()],
    ['a lesson', atBlock('cost')],
    ['an exercise', played(atStart(), 'down', 'enter').state],
    ['the help', played(atStart(), '?').state],
  ])('%s is quit by q and by Ctrl-C', (_, state) => {
    expect(kinds(played(state, 'q'))).toContain('quit');
    expect(kinds(played(state, 'ctrl-c'))).toContain('quit');
  });

  it('help goes back to where it was asked for', () => {
    const here = atBlock('cost');
    expect(played(here, '?').state.view.kind).toBe('help');
    expect(played(here, '?', 'x').state.view).toEqual(here.view);
  });

  it('a notice is gone with the next key', () => {
    const told = played(atStart(), { kind: 'notice', text: { en: 'no room left', ko: '자리가 없습니다' } }).state;
    expect(told.notice?.en).toBe('no room left');
    expect(played(told, 'down').state.notice).toBeNull();
  });
});
