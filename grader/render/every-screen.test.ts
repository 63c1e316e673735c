import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../domain/language.ts';
import { renderAudit, renderAuditCase } from './audit.ts';
import { renderBench } from './bench.ts';
import { renderDoctor } from './doctor.ts';
import { renderBug, renderError } from './errors.ts';
import { renderEventLine } from './event-line.ts';
import { renderJudgement } from './judgement.ts';
import { renderList } from './list.ts';
import { renderMarkdown } from './markdown.ts';
import { advanceProgress, renderProgress, startProgress } from './progress.ts';
import { renderProbe, renderProbeBriefly, renderProbeNext, renderProbeProgress } from './probe.ts';
import { renderReceipt } from './receipt.ts';
import { renderRoadmap } from './roadmap.ts';
import type { Screen } from './screen.ts';
import { EVENTS } from './samples/events.ts';
import { RING_EXERCISE } from './samples/exercise.ts';
import { ENGLISH_MARKDOWN, MARKDOWN } from './samples/markdown.ts';
import { PROBE_RESULTS } from './samples/probes.ts';
import { ALL_RECEIPTS, LOUD } from './samples/receipts.ts';
import { AUDIT_CASES, BENCH, DOCTOR_REPORTS } from './samples/reports.ts';
import { SLOW_METRICS } from './samples/results.ts';
import { widthOf } from './text/layout.ts';

const PROGRESS = { exercise: 'ring/spsc', attempts: 3, lastVerdict: 'too-slow', passed: false, hintLevel: 2 } as const;
const ROWS = [
  { exercise: RING_EXERCISE, progress: PROGRESS },
  { exercise: { ...RING_EXERCISE, title: RING_EXERCISE.summary, minutes: 240 }, progress: null },
];
const FOLDER = { folder: '/home/somebody/with/a/rather/long/way/to/the/checkout/of/the/lab/work/ring/spsc' };

/** Everything that this room can say, for one screen. */
function everything(screen: Screen): string[] {
  let state = startProgress();
  const progress = EVENTS.map((event) => {
    state = advanceProgress(state, event);
    return renderProgress(state, RING_EXERCISE, screen, 1234);
  });
  return [
    ...ALL_RECEIPTS.map((receipt) => renderReceipt(receipt, RING_EXERCISE, screen, FOLDER)),
    ...progress,
    ...EVENTS.map((event) => renderEventLine(event, RING_EXERCISE, screen) ?? ''),
    renderList(ROWS, screen),
    renderList([], screen),
    renderRoadmap(ROWS, screen, { next: RING_EXERCISE, work: FOLDER.folder }),
    renderRoadmap(ROWS, screen, { next: null }),
    ...DOCTOR_REPORTS.map((report) => renderDoctor(report, screen)),
    ...AUDIT_CASES.map((audited) => renderAuditCase(audited, screen)),
    renderAudit({ cases: AUDIT_CASES, contradictions: 2, inconclusive: 1, wavering: 1, seconds: 100 }, screen),
    renderAudit(
      { cases: AUDIT_CASES.slice(0, 2), contradictions: 0, inconclusive: 0, wavering: 0, seconds: 100 },
      screen,
    ),
    renderAudit({ cases: [], contradictions: 0, inconclusive: 0, wavering: 0, seconds: 0 }, screen),
    renderBench(BENCH, screen),
    ...PROBE_RESULTS.flatMap((result) => [renderProbe(result, screen), renderProbeBriefly(result, screen)]),
    renderProbeNext(screen),
    renderProbeProgress('send-batch', 'lab grade ring/spsc', screen),
    renderJudgement({ kind: 'continue', reason: 'measuring', detail: '', metrics: SLOW_METRICS, noise: LOUD }, screen),
    renderError(
      {
        code: 'x',
        message: `no room in ${FOLDER.folder}`,
        next: 'Free some space (`lab clean` empties our cache), then do it again.',
      },
      screen,
    ),
    renderBug(new Error(`the reference arm died ${'and died '.repeat(40)}`), FOLDER.folder, screen),
    renderBug('thrown text', null, screen),
    renderMarkdown(screen.language === 'en' ? ENGLISH_MARKDOWN : MARKDOWN, screen),
  ];
}

const SCREENS: Screen[] = LANGUAGES.flatMap((language) =>
  [true, false].flatMap((unicode) =>
    [80, 60, 40].map((columns) => ({ columns, unicode, colour: false, links: false, language })),
  ),
);

describe('every rendering', () => {
  it.each(SCREENS)('stays within $columns columns (unicode $unicode, $language)', (screen) => {
    const tooWide = everything(screen)
      .flatMap((text) => text.split('\n'))
      .filter((line) => widthOf(line) > screen.columns);
    expect(tooWide).toEqual([]);
  });

  it.each(SCREENS.filter(({ unicode, language }) => !unicode && language === 'en'))(
    'is ASCII alone where it has to be ($columns columns)',
    (screen) => {
      const others = everything(screen).flatMap((text) => text.match(/[^\n -~]/gu) ?? []);
      expect(others).toEqual([]);
    },
  );

  it('is drawn in ASCII in Korean too: what is left are words', () => {
    const screen = { columns: 80, unicode: false, colour: false, links: false, language: 'ko' } as const;
    const others = everything(screen).flatMap((text) => text.match(/[^\n -~\p{Script=Hangul}]/gu) ?? []);
    expect(others).toEqual([]);
  });

  it.each(LANGUAGES)('has the same words with colour as without (%s)', (language) => {
    const plain: Screen = { columns: 80, unicode: true, colour: false, links: false, language };
    const coloured = everything({ ...plain, colour: true }).slice(0, ALL_RECEIPTS.length);
    // eslint-disable-next-line no-control-regex -- colours are made of it
    expect(coloured.map((text) => text.replace(/\u001b\[\d+m/gu, ''))).toEqual(
      everything(plain).slice(0, ALL_RECEIPTS.length),
    );
    expect(coloured.every((text) => text.includes('\u001b['))).toBe(true);
  });

  it('uses no colour that vanishes on a light or a dark background', () => {
    const codes = everything({ columns: 80, unicode: true, colour: true, links: false, language: 'en' })
      // eslint-disable-next-line no-control-regex -- colours are made of it
      .flatMap((text) => [...text.matchAll(/\u001b\[(?<code>\d+)m/gu)].map((match) => Number(match.groups?.['code'])));
    expect([...new Set(codes)].toSorted((one, other) => one - other)).toEqual([1, 2, 22, 31, 32, 35, 36, 39]);
  });

  it('has no escape sequence at all without colour and links', () => {
    const screen = { columns: 80, unicode: true, colour: false, links: false, language: 'en' } as const;
    expect(everything(screen).join('')).not.toContain('\u001b');
  });

  it('leaves no style open at the end of a line', () => {
    const lines = everything({ columns: 60, unicode: true, colour: true, links: true, language: 'ko' }).flatMap(
      (text) => text.split('\n'),
    );
    // eslint-disable-next-line no-control-regex -- colours are made of it
    const open = lines.filter((line) => /\u001b\[(?:[12]m(?!.*\u001b\[22m)|3[1-7]m(?!.*\u001b\[39m))/u.test(line));
    expect(open).toEqual([]);
  });

  it('always says something in both languages, and not the same', () => {
    const texts = LANGUAGES.map((language) =>
      everything({ columns: 80, unicode: true, colour: false, links: false, language }),
    );
    const same = (texts[0] ?? []).filter((text, index) => index < ALL_RECEIPTS.length && text === texts[1]?.[index]);
    expect(same).toEqual([]);
    expect(texts[1]?.slice(0, ALL_RECEIPTS.length).every((text) => /\p{Script=Hangul}/u.test(text))).toBe(true);
  });
});
