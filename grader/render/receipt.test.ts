import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../domain/language.ts';
import { VERDICTS } from '../domain/verdict.ts';
import { HOSTS } from './samples/hosts.ts';
import { RING_EXERCISE } from './samples/exercise.ts';
import {
  COMPILE_ERROR,
  LOSSLESS,
  LOSSY,
  LOST_BY_THE_MACHINE,
  LOUD,
  OVER_A_WIRE,
  receiptOf,
  RECEIPTS,
} from './samples/receipts.ts';
import { checkOf, countOf, PASSED_CHECKS, metricOf, PASSED_METRICS, SLOW_METRICS } from './samples/results.ts';
import type { Screen } from './screen.ts';
import { VERDICT_NAMES } from './words/verdicts.ts';
import { renderReceipt } from './receipt.ts';

const PLAIN: Screen = { columns: 80, colour: false, unicode: true, links: false, language: 'en' };
const FOLDER = { folder: 'work/ring/spsc' };
const render = (over: Parameters<typeof receiptOf>[0], screen: Screen = PLAIN): string =>
  renderReceipt(receiptOf(over), RING_EXERCISE, screen, FOLDER);
const firstLine = (text: string): string => text.split('\n')[0] ?? '';

describe('the first sentence', () => {
  it.each(VERDICTS.flatMap((verdict) => LANGUAGES.map((language) => [verdict, language] as const)))(
    'names the verdict %s in %s, and why',
    (verdict, language) => {
      for (const receipt of RECEIPTS[verdict]) {
        const line = firstLine(renderReceipt(receipt, RING_EXERCISE, { ...PLAIN, language }, FOLDER));
        const name = VERDICT_NAMES[verdict][language];
        expect(line.startsWith(`${name}  `)).toBe(true);
        expect(line.length).toBeGreaterThan(name.length + 8);
      }
    },
  );

  it('of a pass counts the rounds', () => {
    expect(firstLine(render({ metrics: PASSED_METRICS.slice(0, 1) }))).toBe(
      'PASSED  faster than the line in 12 of 12 rounds',
    );
  });

  it('of a pass over a wire counts only what could be judged, and names the device and the price', () => {
    const text = renderReceipt(OVER_A_WIRE, RING_EXERCISE, PLAIN, FOLDER);
    expect(firstLine(text)).toBe('PASSED  faster than the line in 12 of 12 rounds');
    expect(text).toContain('not judged: the machine stalls too often');
    expect(text).toContain('Over a veth pair');
    expect(text).toMatch(/you +103 s +21 s +12 s/u);
  });

  it('of a slow answer names what is slow', () => {
    expect(firstLine(render({ verdict: 'too-slow', reason: 'slower-than-the-line', metrics: [...SLOW_METRICS] }))).toBe(
      'TOO SLOW  Round trip over two rings: below the line in 9 of 9 rounds',
    );
  });

  it('of a count above its line gives both numbers, with the ruler below', () => {
    const counts = [countOf({ yours: 3.21, decision: 'failed' })];
    const text = render({ verdict: 'too-slow', reason: 'over-the-line', detail: 'transfers: 3.21', counts });
    expect(firstLine(text)).toBe('TOO SLOW  Cache lines moved: 3.21 transfers/item, and the line is at 1.9');
    expect(text).toContain('  ✗ Cache lines moved  3.21 transfers/item, at most 1.9\n');
    expect(text).toMatch(/naive 5\.7 .*you 3\.21 .*line 1\.9 .*reference 1\.1/u);
  });

  it('of a wrong answer names the step in the language', () => {
    const checks = [checkOf('boundaries', { status: 'failed', story: ['no'] })];
    const over = { verdict: 'incorrect', reason: 'check-failed', detail: 'boundaries', checks } as const;
    expect(firstLine(render({ ...over, checks }))).toBe('INCORRECT  Full and empty at capacities 1, 2, 4 and 1024');
    expect(firstLine(render({ ...over, checks }, { ...PLAIN, language: 'ko' }))).toContain('용량 1, 2, 4, 1024');
  });

  it('of a build gives place and cause, and the snippet below', () => {
    const text = render({ verdict: 'build-failed', reason: 'compile-error', detail: COMPILE_ERROR, checks: [] });
    expect(firstLine(text)).toContain('BUILD FAILED  spsc_ring.hpp:41:7: no match for ‘operator=’');
    expect(text).toContain('     41 |     tail_ = slots_[index & (Capacity - 1)];\n        |       ^ ~~~');
  });

  it('keeps the marker of a long line under what it marks', () => {
    const code = `   41 | ${'x = y; '.repeat(20)}broken`;
    const detail = `a.hpp:41:147: error: no\n${code}\n      | ${' '.repeat(140)}^~~~~~`;
    const lines = render({ verdict: 'build-failed', reason: 'compile-error', detail, checks: [] }).split('\n');
    expect(lines[1]?.slice(lines[2]?.indexOf('^'), (lines[2]?.indexOf('^') ?? 0) + 6)).toBe('broken');
  });

  it('of an unknown reason gives its own words', () => {
    expect(firstLine(render({ verdict: 'inconclusive', reason: 'new', detail: 'the moon' }))).toBe(
      'CANNOT TELL HERE  the moon',
    );
  });
});

describe('what it rests on', () => {
  it('fits an ordinary pass or failure on a screen of 24 lines, prompt included', () => {
    const ordinary = [
      RECEIPTS.passed[0],
      RECEIPTS.incorrect[0],
      RECEIPTS['too-slow'][0],
      RECEIPTS['build-failed'][0],
      RECEIPTS.unchanged[0],
    ];
    for (const receipt of ordinary) {
      for (const language of LANGUAGES) {
        const lines = receipt ? renderReceipt(receipt, RING_EXERCISE, { ...PLAIN, language }, FOLDER).split('\n') : [];
        expect(lines.length).toBeGreaterThan(2);
        expect(lines.length).toBeLessThanOrEqual(23);
      }
    }
  });

  it('condenses what passed and tells the story of what failed, its last sentence marked', () => {
    const story = ['A ring.', 'ring.try_pop(out) -> true', 'It was empty: try_pop must return false.'];
    const text = render({
      verdict: 'incorrect',
      reason: 'check-failed',
      detail: 'bulk',
      checks: [
        checkOf('one-item'),
        checkOf('bulk', { status: 'failed', story }),
        checkOf('sequences', { status: 'skipped' }),
      ],
    });
    expect(text).toContain('✓ 1 check passed   · 1 skipped');
    expect(text).toContain('      ring.try_pop(out) -> true\n    ▸ It was empty: try_pop must return false.');
  });

  it('leaves out the middle of a long story and says how much', () => {
    const story = Array.from({ length: 30 }, (_, index) => `sentence ${String(index)}`);
    const text = render({
      verdict: 'incorrect',
      reason: 'check-failed',
      detail: 'bulk',
      checks: [checkOf('bulk', { status: 'failed', story })],
    });
    expect(text).toContain('sentence 0\n      … 21 more lines (--json has all)\n      sentence 22\n');
    expect(text).toContain('▸ sentence 29');
  });

  it('lets nothing that a program wrote reach the terminal as a command', () => {
    const evil = '\u001b[2J\u001b]0;owned\u0007text\u009b31m';
    const text = render({
      verdict: 'incorrect',
      reason: 'check-failed',
      detail: evil,
      checks: [
        checkOf(evil, { status: 'failed', story: [evil, evil] }),
        checkOf('bulk', { status: 'failed', story: [evil] }),
      ],
      advice: [{ topic: evil, text: evil }],
    });
    // eslint-disable-next-line no-control-regex -- that is what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u);
    expect(render({ verdict: 'build-failed', reason: 'compile-error', detail: evil, checks: [] })).not.toContain(
      '\u001b',
    );
    expect(render({ verdict: 'incorrect', reason: 'measured-died', detail: evil })).not.toContain('\u001b');
  });

  it('shows ratio, interval, rounds and figures of every metric', () => {
    const text = render({ metrics: [...PASSED_METRICS] });
    expect(text).toContain('0.93× the reference (0.88 to 0.97)');
    expect(text).toContain('12 won, 0 lost');
    expect(text).toContain('◆ you 56.9 M/s');
    expect(text).toContain('p99.9');
    expect(text).toContain('88.0 µs');
  });

  it('says of a loss in one line at which rate, and how everybody came out', () => {
    const passed = renderReceipt(LOSSLESS, RING_EXERCISE, PLAIN, FOLDER);
    expect(passed).toMatch(/faster than the line in 12 of 12 rounds; nothing lost in 5 of 5\s+trials/u);
    expect(passed).toContain("loses 0.00 % at 84,000 a second (80 % of the reference's): passed");
    expect(passed).toContain('trials without loss: you 5/5, reference 10/10, naive 0/5');
    const failed = renderReceipt(LOSSY, RING_EXERCISE, PLAIN, FOLDER);
    expect(failed).toContain('something lost in 9 of 9 trials');
    expect(failed).toContain("loses 36.2 % at 84,000 a second (80 % of the reference's): too much");
    const unsure = renderReceipt(LOST_BY_THE_MACHINE, RING_EXERCISE, PLAIN, FOLDER);
    expect(unsure).toMatch(/not judged: this\s+machine does not show it/u);
  });

  it('draws no ruler for what was still open when another metric had failed', () => {
    const text = render({ verdict: 'too-slow', reason: 'slower-than-the-line', metrics: [...SLOW_METRICS] });
    expect(text).toContain('0.47×');
    expect(text.split('\n').filter((line) => line.includes('line 0.'))).toHaveLength(1);
  });

  it('puts counts of nothing at the good end of their ruler', () => {
    const text = render({ reason: 'correctness-only', counts: [countOf({ yours: 0, reference: 0 })] });
    expect(text).toMatch(/naive 5\.7 .*line 1\.9 .*you 0 .*reference 0/u);
  });

  it('gives advice whatever the verdict, in a line each', () => {
    const advice = [
      { topic: 'layout', text: 'producer and consumer write the same cache line: offsets 8 and 16' },
      { topic: 'compiler', text: 'a.hpp:1:1: warning: unused\n  1 | int x;' },
    ];
    const text = render({ advice });
    expect(text).toContain('i layout: producer and consumer write the same cache line: offsets 8 and 16');
    expect(text).toContain('i compiler: a.hpp:1:1: warning: unused');
    expect(text).not.toContain('int x;');
  });

  it('speaks of noise only where it mattered, and then says what to do', () => {
    const quiet = {
      ...LOUD,
      gated: 0.1,
      neighbours: 0.01,
      hypervisor: 0,
      interruptsPerSecond: 50_000,
      canaryFloor: 0.5,
    };
    expect(render({ metrics: [...PASSED_METRICS], noise: LOUD })).not.toContain('disturbed');
    expect(render({ verdict: 'inconclusive', reason: 'too-noisy', noise: { ...quiet, hypervisor: 0.09 } })).toContain(
      '9 % of the time to other virtual machines: try again later',
    );
    const slowCanary = (over: object): string =>
      render({ verdict: 'inconclusive', reason: 'too-noisy', noise: { ...quiet, ...over } });
    expect(slowCanary({})).toContain('50 % of its usual speed');
    expect(slowCanary({ neighbours: 0.3 })).not.toContain('of its usual speed');
    expect(render({ verdict: 'inconclusive', reason: 'too-noisy', noise: LOUD })).toContain(
      '64 % of the measurements were disturbed and left out: close',
    );
    expect(
      render({
        verdict: 'inconclusive',
        reason: 'at-the-line',
        noise: { ...quiet, gated: 0, interruptsPerSecond: 9, canaryFloor: 1 },
      }),
    ).toContain('The machine itself was quiet.');
  });

  it('says when an earlier verdict was returned, and when the sandbox was missing', () => {
    expect(render({ stored: true })).toContain('Stored: this very code was measured here before');
    expect(render({ machine: { ...receiptOf({}).machine, sandbox: 'limits-only' } })).toContain('Ran with limits only');
    expect(render({})).not.toMatch(/Stored|limits only/u);
  });

  it('tells of the host where there is nothing to mend in the code, and only there', () => {
    const [host] = HOSTS;
    expect(render({ reason: 'checks-passed', host })).toContain('This host');
    expect(render({ verdict: 'unsupported', reason: 'no-dpdk', host })).toContain('This host');
    expect(render({ verdict: 'incorrect', reason: 'check-failed', detail: 'boundaries', host })).not.toContain(
      'This host',
    );
    expect(render({ reason: 'checks-passed' })).not.toContain('This host');
  });

  it('copes with steps and metrics that the exercise does not know any more', () => {
    const checks = [checkOf('toString', { status: 'failed', story: [] }), ...PASSED_CHECKS];
    const metrics = [metricOf('gone')];
    expect(render({ verdict: 'incorrect', reason: 'check-failed', detail: 'toString', checks, metrics })).toContain(
      '✗ toString',
    );
  });
});
