import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FixtureCheckout } from './fixture-checkout.ts';
import { Learner } from './lab-runner.ts';
import { Terminal } from './terminal.ts';

const FIRST = 'Crossing into the kernel';

let checkout: FixtureCheckout;
let learner: Learner;
beforeAll(() => {
  checkout = new FixtureCheckout();
});
afterAll(() => {
  checkout[Symbol.dispose]();
});
beforeEach(() => {
  learner = new Learner();
});
afterEach(() => {
  learner[Symbol.dispose]();
});

async function started(terminal: Terminal, options = ''): Promise<string> {
  terminal.type(`clear; ${checkout.lab} start ${options}; echo code=$?`, 'Enter');
  return await terminal.shows(/q (?:quit|끝내기)/u);
}

/** Opens the first lesson and turns to the page that shows `text`. */
async function turnTo(terminal: Terminal, text: string): Promise<void> {
  terminal.type('Enter');
  for (let page = 1; page < 20; page += 1) {
    // The keys are drawn last: with them the page is complete.
    const screen = await terminal.shows(new RegExp(` ${String(page)}/\\d+\\n[\\s\\S]*\\? help`, 'u'));
    if (screen.includes(text)) return;
    terminal.type('Right');
  }
  throw new Error(`no page shows ${text}`);
}

/** The first screen, its cursor, and a terminal that echoes what is typed and reads it line by line. */
const SANE = { alternate: '0', cursor: '1', modes: 'isigicanonecho' };

/** How the terminal is, as its shell and tmux see it. */
async function left(terminal: Terminal): Promise<typeof SANE> {
  const [alternate, cursor] = [terminal.fact('alternate_on'), terminal.fact('cursor_flag')];
  terminal.type("echo sane-$(stty -a | tr ' ;' '\\n\\n' | grep -Ex -- '-?(isig|icanon|echo)' | tr -d '\\n')", 'Enter');
  const screen = await terminal.shows(/sane-[-a-z]*isig/u);
  return { alternate, cursor, modes: /sane-(?<modes>[-a-z]*isig[-a-z]*)/u.exec(screen)?.groups?.['modes'] ?? '' };
}

describe('the first `lab start`', () => {
  it('welcomes, and shows the lessons and what comes next, on one screen', async () => {
    using terminal = new Terminal(learner);
    const screen = await started(terminal);
    expect(screen).toContain('Welcome.');
    expect(screen).toMatch(/▸ ○ Crossing into the kernel +next +12 min/u);
    expect(screen).toContain('ring/spsc  A ring for two threads');
    terminal.type('q');
    await terminal.shows('code=0');
    expect(await left(terminal)).toEqual(SANE);
  });

  it('does so in Korean', async () => {
    using terminal = new Terminal(learner, { LANG: 'ko_KR.UTF-8' });
    const screen = await started(terminal);
    expect(screen).toContain('환영합니다.');
    expect(screen).toContain('커널로 들어가는 비용');
    terminal.type('Enter');
    expect(await terminal.shows('이 강의에서는 그 값을 직접 잽니다')).toContain('참고');
    terminal.type('l');
    expect(await terminal.shows(FIRST)).toContain('privilege level');
  });

  it('works with the mono screens that there are: no colour, no UTF-8', async () => {
    using terminal = new Terminal(learner, { NO_COLOR: '1', LANG: 'C', LC_ALL: 'POSIX', TERM: 'vt100' });
    const screen = await started(terminal);
    expect(screen).toMatch(/> o Crossing into the kernel/u);
    expect(terminal.colours()).toBe(false);
  });
});

describe('a lesson', () => {
  it('asks, measures, and holds the guess against what was measured', async () => {
    using terminal = new Terminal(learner);
    await started(terminal);
    await turnTo(terminal, 'Enter guess');
    terminal.type('Enter');
    await terminal.shows('Your guess in ns');
    terminal.type('many', 'Enter');
    await terminal.shows('A number above 0');
    terminal.type('C-u', '9 ms', 'Enter');
    const screen = await terminal.shows('You said 9.00 ms');
    expect(screen).toMatch(/◆ you 9\.00 ms +● measured [\d.]+ (?:ns|µs) +═ textbook 50\.0 ns – 200 ns/u);
    expect(screen).toContain('too high');
  });

  it('is left at any time, and goes on where it was left, with its answers', async () => {
    using terminal = new Terminal(learner);
    await started(terminal);
    await turnTo(terminal, 'Enter answer');
    terminal.type('Enter');
    await terminal.shows('Your answer');
    terminal.type('Down', 'Enter');
    await terminal.shows('your answer');
    terminal.type('q');
    await terminal.shows('code=0');
    await started(terminal);
    terminal.type('Enter');
    expect(await terminal.shows('← your answer')).toContain('Not quite.');
  });

  it('runs a command only when it was shown, and may be changed before', async () => {
    using terminal = new Terminal(learner);
    await started(terminal);
    await turnTo(terminal, 'Enter run');
    terminal.type('Enter');
    await terminal.shows('Run this?');
    terminal.type('C-u', 'echo so-$((6*7))', 'Enter');
    expect(await terminal.shows('so-42')).toContain('exit code 0');
  });

  it('fits the window again when that changes', async () => {
    using terminal = new Terminal(learner);
    await started(terminal);
    await turnTo(terminal, 'The price of one call');
    terminal.resize(50, 16);
    const screen = await terminal.shows(/ 2\/\d+\n/u);
    expect(screen.trimEnd().split('\n').length).toBeLessThanOrEqual(16);
    terminal.resize(110, 30);
    await terminal.shows('The cheapest system call does nothing but ask for the parent');
  });
});

describe('an exercise', () => {
  it('is checked on each save, fails, passes, and leads on', async () => {
    using terminal = new Terminal(learner);
    await started(terminal);
    terminal.type('Down', 'Enter');
    await terminal.shows('unchanged');
    learner.answer('impostors/incorrect.off-by-one-capacity');
    expect(await terminal.shows('INCORRECT')).toContain('h hint');
    terminal.type('h');
    await terminal.shows('Hint 1 of 3');
    learner.answer('reference');
    await terminal.shows(/\d+ checks passed/u);
    terminal.type('g');
    // A busy machine may not be able to tell: that is no failure of anybody.
    const verdict = await terminal.shows(/PASSED {2}(?!every check)|CANNOT TELL|NOT POSSIBLE/u);
    if (/PASSED/u.test(verdict)) {
      terminal.type('s');
      await terminal.shows('ring/spsc · A ring for two threads');
      await terminal.shows('| solution');
    }
    terminal.type('n');
    expect(await terminal.shows('t track')).not.toContain('code=');
    terminal.type('q');
    await terminal.shows('code=0');
  });
});

describe('whatever happens', () => {
  it.each([
    ['in the roadmap', [], 0],
    ['in a lesson', ['Enter'], 0],
    ['in the help', ['?'], 0],
    ['in the contents', ['Enter', 'c'], 0],
    ['in an exercise', ['Down', 'Enter'], 0],
  ] as const)('Ctrl-C %s gives the terminal back', async (_, keys, code) => {
    using terminal = new Terminal(learner);
    await started(terminal);
    for (const key of keys) {
      const before = terminal.screen();
      terminal.type(key);
      await terminal.changes(before);
    }
    // What runs is stopped first; the next one quits.
    for (let turn = 0; turn < 3 && !terminal.screen().includes('code='); turn += 1) {
      terminal.type('C-c');
      await terminal.pause();
    }
    await terminal.shows(`code=${String(code)}`);
    expect(await left(terminal)).toEqual(SANE);
  });

  it('Ctrl-C and Escape leave a question, and the lesson goes on', async () => {
    using terminal = new Terminal(learner);
    await started(terminal);
    await turnTo(terminal, 'Enter guess');
    for (const key of ['C-c', 'Escape']) {
      terminal.type('Enter');
      await terminal.shows('Your guess in ns');
      terminal.type(key);
      await terminal.shows('Enter guess');
    }
    terminal.type('q');
    await terminal.shows('code=0');
    expect(await left(terminal)).toEqual(SANE);
  });

  it.each(['TERM', 'HUP', 'INT'])('SIG%s gives the terminal back', async (signal) => {
    using terminal = new Terminal(learner);
    await started(terminal);
    const shell = terminal.fact('pane_pid');
    const child = execFileSync('pgrep', ['-P', shell], { encoding: 'utf8' }).trim();
    execFileSync('kill', [`-${signal}`, child]);
    await terminal.shows('code=130');
    expect(await left(terminal)).toEqual(SANE);
  });

  it('Ctrl-Z gives the terminal to the shell, and fg takes it again', async () => {
    using terminal = new Terminal(learner);
    await started(terminal);
    terminal.type('C-z');
    await terminal.shows(/Stopped|Suspended/u);
    terminal.type('fg', 'Enter');
    await terminal.shows(FIRST);
    await terminal.shows('q quit');
    terminal.type('q');
    await terminal.pause();
    expect(await left(terminal)).toEqual(SANE);
  });
});

describe('without a screen', () => {
  it('`lab start` prints the roadmap and the next step', async () => {
    const { code, stdout, stderr } = await learner.run(checkout.lab, ['start']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Crossing into the kernel (12 min; beginner, advanced), next');
    expect(stdout).toContain('lab grade ring/spsc');
    expect(stdout).not.toContain('\u001b');
  });

  it('--plain asks and answers line by line', async () => {
    using terminal = new Terminal(learner);
    terminal.type(`clear; ${checkout.lab} start --plain; echo code=$?`, 'Enter');
    await terminal.shows('1. Crossing into the kernel');
    expect(terminal.fact('alternate_on')).toBe('0');
    terminal.type('1', 'Enter');
    await terminal.shows('privilege level');
    terminal.type('', 'Enter');
    await terminal.shows('Enter = guess');
    terminal.type('', 'Enter');
    await terminal.shows('Your guess in ns');
    terminal.type('9 ms', 'Enter');
    await terminal.shows('You said 9.00 ms');
    terminal.type('q', 'Enter');
    await terminal.shows('code=0');
  });
});
