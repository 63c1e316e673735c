import type { AuditCase, AuditReport } from '../domain/audit-report.ts';
import type { Screen } from './screen.ts';
import { formatCount, formatRatio, formatSeconds } from './text/figures.ts';
import { cut, firstLines, hang, padEnd, widthOf } from './text/layout.ts';
import { penFor, type Pen } from './text/pen.ts';
import { AUDIT } from './words/audit.ts';
import { VERDICT_WORDS } from './words/verdicts.ts';

/** Cells for the verdict's word, so that the columns of successive lines meet. */
const VERDICT_WIDTH = 15;
const DETAIL_LINES = 3;

/** One answer in one line: `✓ too slow       ring/spsc naive  0.31× the line  2.1 s`. The name gives way. */
export function renderAuditCase(audited: AuditCase, screen: Screen): string {
  const pen = penFor(screen);
  const { exercise, name, expected, verdict, headroom, seconds, attempts } = audited;
  const kept = verdict === expected;
  const short = pen.foreign(name).replace(/^(?:impostors|alternatives)\//u, '');
  const facts = [
    // Impostors are named by what they promise.
    ...(kept || short.startsWith(`${expected}.`) ? [] : [pen.say(AUDIT.promised)(pen.say(VERDICT_WORDS[expected]))]),
    ...(kept && headroom !== null ? [pen.say(AUDIT.headroom)(formatRatio(headroom, pen.glyphs))] : []),
    pen.dim(formatSeconds(seconds)),
    ...(attempts > 1 ? [pen.dim(pen.say(AUDIT.again)())] : []),
  ];
  const head = `${symbolOf(audited, pen)} ${padEnd(pen.say(VERDICT_WORDS[verdict]), VERDICT_WIDTH)}`;
  const tail = `  ${facts.join('  ')}`;
  const room = pen.columns - widthOf(head) - widthOf(tail) - 2;
  const line = `${head}  ${cut(`${exercise} ${short}`, Math.max(16, room), pen.glyphs.ellipsis)}${tail}`;
  return cut(line, pen.columns, pen.glyphs.ellipsis);
}

/** Whether every promise was kept; each that was not, with what was seen instead. */
export function renderAudit({ cases, seconds }: AuditReport, screen: Screen): string {
  const pen = penFor(screen);
  if (cases.length === 0) return hang(pen.say(AUDIT.nothing)(), pen.columns, '').join('\n');
  const broken = cases.filter(({ outcome }) => outcome === 'contradiction');
  const open = cases.filter(({ outcome }) => outcome === 'inconclusive');
  const wavering = cases.filter(({ outcome }) => outcome === 'wavering');
  const lines: string[] = [];
  if (broken.length > 0) {
    lines.push(...hang(pen.bold(pen.bad(pen.say(AUDIT.contradictions)(broken.length, cases.length))), pen.columns, ''));
    lines.push(...broken.flatMap((audited) => explain(audited, pen)));
  } else if (open.length === 0 && wavering.length === 0) {
    lines.push(...hang(pen.bold(pen.good(pen.say(AUDIT.allKept)(cases.length))), pen.columns, ''));
  }
  if (open.length > 0) {
    lines.push(...hang(pen.bold(pen.unsure(pen.say(AUDIT.inconclusive)(open.length))), pen.columns, ''));
    lines.push(...open.flatMap((audited) => explain(audited, pen)));
  }
  if (wavering.length > 0) {
    lines.push(...hang(pen.bold(pen.unsure(pen.say(AUDIT.wavering)(wavering.length))), pen.columns, ''));
    lines.push(...wavering.flatMap((audited) => explain(audited, pen)));
  }
  return [...lines, pen.dim(pen.say(AUDIT.gotIn)(formatSeconds(seconds)))].join('\n');
}

function explain(audited: AuditCase, pen: Pen): string[] {
  const { exercise, name, expected, verdict, reason, detail, headroom, misstated } = audited;
  const counts = misstated.flatMap((count) => {
    const figures = [formatCount(count.stated), formatCount(count.counted)] as const;
    return hang(pen.say(AUDIT.misstated)(pen.foreign(count.name), ...figures), pen.columns, '      ');
  });
  const says =
    audited.earlier !== null
      ? pen.say(AUDIT.wavered)(pen.say(VERDICT_WORDS[audited.earlier]), pen.say(VERDICT_WORDS[verdict]))
      : verdict === expected && headroom !== null
        ? pen.say(AUDIT.noHeadroom)(formatRatio(headroom, pen.glyphs))
        : pen.say(AUDIT.wrongVerdict)(pen.say(VERDICT_WORDS[expected]), pen.say(VERDICT_WORDS[verdict]));
  const why = pen.foreign(detail === '' ? reason : `${reason}: ${detail}`).split('\n', 1)[0] ?? '';
  const reasons = hang(pen.dim(why), pen.columns, '      ');
  return [
    ...hang(`${exercise} ${pen.foreign(name)}`, pen.columns, `  ${symbolOf(audited, pen)} `),
    ...(counts.length > 0 && verdict === expected ? [] : hang(says, pen.columns, '      ')),
    ...counts,
    ...firstLines(reasons, DETAIL_LINES, pen.columns, pen.glyphs.ellipsis),
  ];
}

function symbolOf({ outcome }: AuditCase, pen: Pen): string {
  switch (outcome) {
    case 'as-promised':
      return pen.good(pen.glyphs.passed);
    case 'contradiction':
      return pen.bad(pen.glyphs.failed);
    case 'inconclusive':
    case 'wavering':
      return pen.unsure(pen.glyphs.unsure);
  }
}
