import type { AbsentFigure, ProbeFigure, ProbeInfo, ProbeResult } from '../domain/probe.ts';
import { drawFigures } from './chart/bars.ts';
import { renderSweep } from './chart.ts';
import { renderNextStep } from './receipt/next-step.ts';
import type { Screen } from './screen.ts';
import { formatPercent, formatSeconds } from './text/figures.ts';
import { cut, hang, padEnd, separated, widthOf } from './text/layout.ts';
import { penFor, type Pen } from './text/pen.ts';
import { DOCTOR } from './words/doctor.ts';
import { PROBE } from './words/probe.ts';
import { PROGRESS } from './words/progress.ts';

const INDENT = '  ';
/** Medians stand a few disturbed repetitions; from this share on they are worth a warning. */
const DISTURBED_FROM = 0.1;

/** One probe: what was measured and how, its figures, its sweep as a chart. */
export function renderProbe(result: ProbeResult, screen: Screen): string {
  const pen = penFor(screen);
  const method = hang(pen.dim(pen.foreign(pen.say(result.method))), pen.columns, INDENT);
  const sweep = renderSweep(result, screen);
  const chart = sweep === '' ? [] : sweep.split('\n');
  const top = [...hang(pen.bold(pen.foreign(pen.say(result.title))), pen.columns, ''), ...method];
  return [...separated([top, figureLines(result, pen), chart]), ...footer(result, pen)].join('\n');
}

/** One probe among many: its figures alone. */
export function renderProbeBriefly(result: ProbeResult, screen: Screen): string {
  const pen = penFor(screen);
  const title = `${pen.bold(pen.foreign(pen.say(result.title)))}  ${pen.dim(result.name)}`;
  return [...hang(title, pen.columns, ''), ...figureLines(result, pen)].join('\n');
}

/** What to do after everything was measured. */
export function renderProbeNext(screen: Screen): string {
  const pen = penFor(screen);
  return renderNextStep({ command: pen.say(PROBE.one)(), why: pen.say(PROBE.more)() }, pen).join('\n');
}

/** While it measures, or waits for somebody else who does. */
export function renderProbeProgress(name: string, holder: string | null, screen: Screen): string {
  const pen = penFor(screen);
  const text = holder === null ? pen.say(PROBE.measuring)(name) : pen.say(PROGRESS.waiting)(pen.foreign(holder));
  return hang(text, pen.columns, '').join('\n');
}

/** Every probe in a line: what to type, and what it is. */
export function renderProbeList(probes: readonly ProbeInfo[], screen: Screen): string {
  const pen = penFor(screen);
  const name = Math.max(0, ...probes.map((probe) => widthOf(probe.name)));
  const title = Math.max(0, ...probes.map((probe) => widthOf(pen.say(probe.title))));
  const lines = probes.map((probe) => {
    const figures = probe.figures.map((figure) => pen.say(figure.title)).join(` ${pen.glyphs.dot} `);
    const room = pen.columns - INDENT.length - name - 2 - title - 2;
    const facts = room < 8 ? '' : pen.dim(cut(figures, room, pen.glyphs.ellipsis));
    return `${INDENT}${pen.accent(padEnd(probe.name, name))}  ${padEnd(pen.say(probe.title), title)}  ${facts}`.trimEnd();
  });
  const next = renderNextStep({ command: pen.say(PROBE.one)(), why: pen.say(PROBE.oneWhy)() }, pen);
  return separated([hang(pen.bold(pen.say(PROBE.all)()), pen.columns, ''), lines, next]).join('\n');
}

function figureLines({ figures, absent, unsupported, waited }: ProbeResult, pen: Pen): string[] {
  if (unsupported) return unsupportedLines(unsupported, pen);
  const busy = (waited ?? 0) < DISTURBED_FROM ? [] : hang(disturbance(waited ?? 0, pen), pen.columns, INDENT);
  return [...drawFigures(figures, pen), ...noteLines(figures, pen), ...absentLines(absent, pen), ...busy];
}

function disturbance(waited: number, pen: Pen): string {
  return pen.unsure(pen.say(PROBE.disturbed)(formatPercent(waited)));
}

/** What belongs to a figure, in a line of its own; once, where several say the same. */
function noteLines(figures: readonly ProbeFigure[], pen: Pen): string[] {
  return figures.flatMap(({ title, note }) =>
    note ? hang(pen.dim(`${pen.say(title)}: ${pen.foreign(pen.say(note))}`), pen.columns, INDENT) : [],
  );
}

function unsupportedLines({ why, fix }: NonNullable<ProbeResult['unsupported']>, pen: Pen): string[] {
  const first = `${INDENT}${pen.unsure(pen.glyphs.unsure)} `;
  return [
    ...hang(`${pen.say(PROBE.unsupported)()} ${pen.foreign(pen.say(why))}`, pen.columns, first),
    ...hang(pen.accent(pen.say(DOCTOR.fix)(pen.foreign(pen.say(fix)))), pen.columns, INDENT + INDENT),
  ];
}

/** Figures that are missing for the same reason are named together. */
function absentLines(absent: readonly AbsentFigure[], pen: Pen): string[] {
  const byReason = Map.groupBy(absent, (one) => pen.say(one.why));
  return [...byReason.values()].flatMap((figures) => absentTogether(figures, pen));
}

function absentTogether(figures: readonly AbsentFigure[], pen: Pen): string[] {
  const [one] = figures;
  if (!one) return [];
  const names = figures.map((figure) => pen.foreign(pen.say(figure.title))).join(` ${pen.glyphs.dot} `);
  const why = `${names}: ${pen.foreign(pen.say(one.why))}`;
  const fix = pen.say(DOCTOR.fix)(pen.foreign(pen.say(one.fix)));
  return [
    ...hang(why, pen.columns, `${INDENT}${pen.unsure(pen.glyphs.unsure)} `),
    ...hang(pen.accent(fix), pen.columns, INDENT + INDENT),
  ];
}

function footer({ figures, cpus, seconds, unsupported }: ProbeResult, pen: Pen): string[] {
  if (unsupported) return [];
  const per = figures[0]?.per ? pen.say(figures[0].per) : '';
  const on = pen.say(PROBE.cpus)(cpus.join(', '), cpus.length);
  const text = pen.say(PROBE.measured)(per, formatSeconds(seconds), on);
  return hang(pen.dim(text), pen.columns, INDENT);
}
