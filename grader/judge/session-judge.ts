import type { Decision, MetricResult, NoiseLedger } from '../domain/receipt.ts';
import type { Block, Rounds } from '../domain/rounds.ts';
import { explain } from './explain.ts';
import { CanaryWindow } from './gates.ts';
import { LossJudge } from './loss-judge.ts';
import { MetricJudge, type Settled } from './metric-judge.ts';
import { NoiseAccount } from './noise.ts';
import { CLOCK_VOIDS, NOISY_AFTER_SECONDS, NOISY_SHARE, SESSION_GAP_SECONDS } from './thresholds.ts';

/** What a judge has to know before the first block. */
export type Terms = Pick<Rounds, 'metrics' | 'alphaPass' | 'alphaFail'>;

/** The caller's clock: the judge has none of its own. */
export interface JudgeClock {
  /** Seconds of measuring in this session; 0 before its first block, whatever earlier sessions recorded. */
  readonly seconds: number;
  /** When a metric near its line is called so, and when there is no verdict: for all metrics together. */
  readonly atLineSeconds: number;
  readonly capSeconds: number;
}

export interface Judgement {
  readonly kind: 'continue' | 'passed' | 'too-slow' | 'inconclusive';
  /**
   * `faster-than-the-line`, `slower-than-the-line`; inconclusive: `interference`, `clock`, `control-failed`,
   * `too-noisy`, `at-the-line`; to be continued: `measuring`.
   */
  readonly reason: string;
  /** One sentence with the numbers behind it. */
  readonly detail: string;
  /** In the order of `rounds.metrics`. */
  readonly metrics: readonly MetricResult[];
  /** Of this session. */
  readonly noise: NoiseLedger;
  /** Names of the metrics that are still worth measuring. */
  readonly open: readonly string[];
  /** Those of them whose positive control is not established yet. */
  readonly controlOpen: readonly string[];
}

/**
 * Whether a recording was continued in another session. Read off the recording itself, so that a replay judges as the
 * live session did without being told.
 */
export function startsSession(block: Block, previous: Block): boolean {
  const gapSeconds = (block.startedNs - previous.startedNs - previous.noise.wallNs) / 1e9;
  return gapSeconds > SESSION_GAP_SECONDS || block.startedNs < previous.startedNs;
}

/** How a session that nothing more is expected of ends; the first of these that any metric stands at. */
const INCONCLUSIVE = ['clock', 'control-failed', 'too-noisy', 'at-the-line', 'unresolvable'] as const;
type Verdict = 'passed' | 'too-slow' | 'interference';
type Standing = Settled | 'undecided' | (typeof INCONCLUSIVE)[number];

/**
 * A fold over blocks: `add` one after the other, ask for a `judgement` whenever it is wanted. Judging after every
 * block of a session costs no more than judging it once.
 *
 * PASS, FAIL and interference are absorbing: they hold from the first block at which the evidence suffices, and later
 * blocks are not read. That is what makes a replay agree with the live session, and the clock has no part in it. The
 * other ends (too noisy, at the line, …) say only that *this session* is over; more blocks may follow in another.
 */
export class SessionJudge {
  readonly #metrics: readonly (MetricJudge | LossJudge)[];
  #previous: Block | null = null;
  #canary = new CanaryWindow();
  #noise = new NoiseAccount();
  #voidBlocks = 0;
  #settled: Verdict | null = null;

  constructor({ metrics, alphaPass, alphaFail }: Terms) {
    // PASS needs every metric (intersection-union: no correction); FAIL needs any, so they share its error rate (2.0).
    const alphas = { pass: alphaPass, fail: alphaFail / metrics.length };
    this.#metrics = metrics.map((metric) =>
      metric.quantity === 'loss' ? new LossJudge(metric, alphas) : new MetricJudge(metric, alphas),
    );
  }

  add(block: Block): void {
    if (this.#settled !== null) return;
    if (this.#previous && startsSession(block, this.#previous)) this.beginSession();
    this.#previous = block;
    this.#noise.add(block);
    let valid = true;
    for (const record of block.workloads) {
      const metric = this.#metrics.find((candidate) => candidate.metric.name === record.metric);
      if (metric && !metric.addBlock(record, this.#canary)) valid = false;
    }
    if (!valid) this.#voidBlocks += 1;
    this.#settled = this.#firstDecision();
  }

  judgement(clock: JudgeClock): Judgement {
    const standings = this.#metrics.map((metric) => ({ metric, standing: this.#standingOf(metric, clock) }));
    const { kind, reason } = this.#end(standings.map(({ standing }) => standing));
    const undecided = standings.filter(({ standing }) => standing === 'undecided').map(({ metric }) => metric);
    const open = kind === 'continue' ? undecided : [];
    return {
      kind,
      reason,
      detail: explain(reason, standings),
      metrics: standings.map(({ metric, standing }) => metric.result(standing)),
      noise: this.#noise.ledger(this.#gatedShare()),
      open: open.map(({ metric }) => metric.name),
      controlOpen: open.filter(({ control }) => !control.isEstablished).map(({ metric }) => metric.name),
    };
  }

  /**
   * What comes next is measured in another session: the machine may have changed its speed and its neighbours; the
   * evidence stays. `add` notices that by itself; a caller that judges before the first block of its session says so.
   */
  beginSession(): void {
    this.#canary = new CanaryWindow();
    this.#noise = new NoiseAccount();
    this.#voidBlocks = 0;
    for (const metric of this.#metrics) metric.beginSession();
  }

  #firstDecision(): Verdict | null {
    const settled = this.#metrics.map((metric) => metric.settled);
    if (settled.includes('interference')) return 'interference';
    if (settled.includes('failed')) return 'too-slow';
    // What the machine cannot resolve is shown and not judged; something has to be left that is.
    const done = settled.every((decision) => decision === 'passed' || decision === 'unresolvable');
    return done && settled.includes('passed') ? 'passed' : null;
  }

  #standingOf(metric: MetricJudge | LossJudge, { seconds, atLineSeconds, capSeconds }: JudgeClock): Standing {
    if (metric.settled !== null) return metric.settled;
    if (this.#settled !== null) return 'undecided';
    if (this.#voidBlocks >= CLOCK_VOIDS) return 'clock';
    const { control, pairs, awaitsControl } = metric;
    // Metrics share the session, so each has had that part of it.
    const isDisturbed = pairs.gated > NOISY_SHARE * pairs.seen && seconds >= NOISY_AFTER_SECONDS * this.#metrics.length;
    if (isDisturbed && !awaitsControl && !metric.mayDecideIn(capSeconds / seconds)) return 'too-noisy';
    if (seconds >= atLineSeconds && awaitsControl && control.isRefuted) return 'control-failed';
    if (seconds >= atLineSeconds && !awaitsControl && metric.isAtLine) return 'at-the-line';
    if (seconds < capSeconds) return 'undecided';
    return awaitsControl || control.isRefuted ? 'control-failed' : 'too-noisy';
  }

  #end(standings: readonly Decision[]): Pick<Judgement, 'kind' | 'reason'> {
    if (this.#settled === 'passed') return { kind: 'passed', reason: 'faster-than-the-line' };
    if (this.#settled === 'too-slow') return { kind: 'too-slow', reason: 'slower-than-the-line' };
    if (this.#settled === 'interference') return { kind: 'inconclusive', reason: 'interference' };
    const reason = INCONCLUSIVE.find((candidate) => standings.includes(candidate));
    if (standings.includes('undecided') || !reason) return { kind: 'continue', reason: 'measuring' };
    return { kind: 'inconclusive', reason };
  }

  #gatedShare(): number {
    const seen = this.#metrics.reduce((sum, { pairs }) => sum + pairs.seen, 0);
    const gated = this.#metrics.reduce((sum, { pairs }) => sum + pairs.gated, 0);
    return seen === 0 ? 0 : gated / seen;
  }
}
