import type { GradeEvent } from '../domain/events.ts';
import type { Exercise } from '../domain/exercise.ts';
import type { CheckResult, MetricResult } from '../domain/receipt.ts';
import { stepTitle } from './receipt/checks.ts';
import { symbolOf, titleOf } from './receipt/metrics.ts';
import type { Screen } from './screen.ts';
import { formatRatio, formatSeconds, formatShareLost } from './text/figures.ts';
import { cut, padEnd, padStart, widthOf } from './text/layout.ts';
import { penFor, type Pen } from './text/pen.ts';
import { PROGRESS, STAGES, type StageName } from './words/progress.ts';
import { CHECKS, METRICS } from './words/receipt.ts';

/** Everything that has been heard of a running grade, so far as it is shown. */
export interface ProgressState {
  readonly stage: StageName;
  /** Steps that are running: check programs run side by side. */
  readonly running: readonly string[];
  readonly ended: Readonly<Record<CheckResult['status'], number>>;
  readonly block: Extract<GradeEvent, { kind: 'block' }> | null;
  /** Who holds the measuring lock, while it is waited for. */
  readonly waitingFor: string | null;
}

/** Six live lines at most: one for the checks, one for the stage, and these. */
const MOST_METRICS = 4;
/** Spinner frames: fast enough to look alive, slow enough to be redrawn at 10 Hz. */
const FRAME_MS = 100;
const BAR = 16;
const LEAST_TITLE = 12;

export function startProgress(): ProgressState {
  const ended = { passed: 0, failed: 0, skipped: 0, unjudged: 0 };
  return { stage: 'preparing', running: [], ended, block: null, waitingFor: null };
}

/** Warnings are not kept: they are printed once and for all (`renderEventLine`). */
export function advanceProgress(state: ProgressState, event: GradeEvent): ProgressState {
  switch (event.kind) {
    case 'stage':
      return { ...state, stage: event.stage, waitingFor: null };
    case 'step-started':
      return { ...state, stage: 'checking', running: [...state.running, event.name] };
    case 'step-ended': {
      const { name, status } = event.result;
      const ended = { ...state.ended, [status]: state.ended[status] + 1 };
      return { ...state, stage: 'checking', running: state.running.filter((one) => one !== name), ended };
    }
    case 'waiting':
      return { ...state, waitingFor: event.holder };
    case 'block':
      return { ...state, stage: 'measuring', block: event, waitingFor: null };
    case 'built':
    case 'warning':
      return state;
  }
}

/** The state in at most six lines, none longer than the screen; `nowMs` moves the spinner. */
export function renderProgress(state: ProgressState, exercise: Exercise, screen: Screen, nowMs: number): string {
  const pen = penFor(screen);
  const frames = pen.glyphs.spinner;
  const frame = frames[Math.floor(Math.max(0, nowMs) / FRAME_MS) % frames.length] ?? '';
  return linesOf(state, exercise, pen.accent(frame), pen).join('\n');
}

function linesOf(state: ProgressState, exercise: Exercise, spinner: string, pen: Pen): string[] {
  const { stage, waitingFor, block } = state;
  if (waitingFor !== null) {
    return [
      ...checksLine(state, exercise, pen),
      headed(spinner, pen.say(PROGRESS.waiting)(pen.foreign(waitingFor)), pen),
    ];
  }
  if (stage === 'measuring') {
    const measuring = block ? measuringLine(block, spinner, pen) : headed(spinner, pen.say(STAGES[stage]), pen);
    return [
      ...checksLine(state, exercise, pen),
      measuring,
      ...(block ? metricLines(block.metrics, exercise, pen) : []),
    ];
  }
  if (stage !== 'checking') return [headed(spinner, pen.say(STAGES[stage]), pen)];
  const running = state.running.slice(0, MOST_METRICS).map((name) => {
    const title = cut(stepTitle(name, exercise, pen), pen.columns - 2, pen.glyphs.ellipsis);
    return pen.dim(`  ${title}`);
  });
  return [headed(spinner, `${pen.say(STAGES[stage])}  ${stepCounts(state, exercise, pen)}`, pen), ...running];
}

/** The text is plain apart from what is cut away as a whole: the first line of whatever it is. */
function headed(symbol: string, text: string, pen: Pen): string {
  return `${symbol} ${cut(text, pen.columns - 2, pen.glyphs.ellipsis)}`;
}

function endedSteps({ ended }: ProgressState): number {
  return ended.passed + ended.failed + ended.skipped + ended.unjudged;
}

function stepCounts(state: ProgressState, exercise: Exercise, pen: Pen): string {
  const done = endedSteps(state);
  const all = Math.max(done + state.running.length, Object.keys(exercise.steps).length);
  const { failed } = state.ended;
  const failures = failed > 0 ? `  ${pen.bad(`${pen.glyphs.failed} ${pen.say(PROGRESS.failed)(failed)}`)}` : '';
  return `${pen.say(PROGRESS.steps)(done, all)}${failures}`;
}

function checksLine(state: ProgressState, exercise: Exercise, pen: Pen): string[] {
  const { passed, failed } = state.ended;
  if (passed + failed === 0) return [];
  if (failed > 0) return [headed(pen.bad(pen.glyphs.failed), stepCounts(state, exercise, pen), pen)];
  return [headed(pen.good(pen.glyphs.passed), pen.say(CHECKS.passed)(passed), pen)];
}

function measuringLine(block: Extract<GradeEvent, { kind: 'block' }>, spinner: string, pen: Pen): string {
  const { index, seconds, capSeconds } = block;
  const done = Math.max(0, Math.min(BAR, Math.round((seconds / capSeconds) * BAR)));
  const bar = `${pen.accent(pen.glyphs.barDone.repeat(done))}${pen.dim(pen.glyphs.barLeft.repeat(BAR - done))}`;
  const time = pen.say(PROGRESS.seconds)(formatSeconds(seconds), formatSeconds(capSeconds));
  return headed(
    spinner,
    `${pen.say(PROGRESS.measuring)()}  ${pen.say(PROGRESS.round)(index + 1)}  ${bar}  ${time}`,
    pen,
  );
}

/** The running ratio, or what has been lost so far. */
function amountOf({ ratio, quantity, yours }: MetricResult, pen: Pen): string {
  if (quantity === 'loss' && yours !== null) return formatShareLost(yours);
  return ratio ? formatRatio(ratio.median, pen.glyphs) : '-';
}

/** Title, running ratio, rounds; the most interesting ones where there are too many. */
function metricLines(metrics: readonly MetricResult[], exercise: Exercise, pen: Pen): string[] {
  const shown = metrics.length <= MOST_METRICS ? metrics : metrics.slice(0, MOST_METRICS - 1);
  const cells = shown.map((result) => ({
    title: titleOf(result.name, exercise, pen),
    symbol: symbolOf(result.decision, pen),
    ratio: amountOf(result, pen),
    line: pen.say(PROGRESS.line)(formatRatio(result.line, pen.glyphs)),
    rounds: pen.say(METRICS.rounds)(result.rounds.won, result.rounds.lost),
  }));
  const widest = (pick: (cell: (typeof cells)[number]) => string): number =>
    Math.max(0, ...cells.map((cell) => widthOf(pick(cell))));
  const [ratio, line, rounds] = [
    widest((cell) => cell.ratio),
    widest((cell) => cell.line),
    widest((cell) => cell.rounds),
  ];
  const room = pen.columns - ratio - rounds - 8;
  // Where a title would be cut to nothing, the line goes: the symbol says which side of it we are on.
  const showsLine = room - line - 2 >= LEAST_TITLE;
  const title = Math.min(
    widest((cell) => cell.title),
    showsLine ? room - line - 2 : room,
  );
  const lines = cells.map((cell) => {
    const name = padEnd(cut(cell.title, title, pen.glyphs.ellipsis), title);
    const beside = showsLine ? `  ${pen.dim(padEnd(cell.line, line))}` : '';
    const facts = `${padStart(cell.ratio, ratio)}${beside}  ${cell.rounds}`;
    return `  ${cell.symbol} ${name}  ${facts}`;
  });
  const left = metrics.length - shown.length;
  return left === 0 ? lines : [...lines, pen.dim(`    ${pen.say(PROGRESS.moreMetrics)(left)}`)];
}
