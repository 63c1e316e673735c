import type { MetricResult } from '../domain/receipt.ts';
import type { JudgedMetric, Role, Slice, WorkloadRecord } from '../domain/rounds.ts';
import {
  clocksAgree,
  comparisonOf,
  goodness,
  hasWaited,
  isIntruded,
  logRatio,
  percentileOf,
  type CanaryWindow,
  type Comparison,
} from './gates.ts';
import { Imbalance } from './imbalance.ts';
import { isLateFor } from './open-loop-gates.ts';
import { PositiveControl } from './positive-control.ts';
import { Resolvability } from './resolvability.ts';
import { median, SortedSample } from './sorted-sample.ts';
import { Tally } from './tally.ts';
import { INTERFERENCE_SHARE } from './thresholds.ts';

/** Error rates of one metric: alpha for PASS, alpha / number of metrics for FAIL (measurement.md 2.0). */
export interface Alphas {
  readonly pass: number;
  readonly fail: number;
}

/** Decisions that no later block can undo. */
export type Settled = 'passed' | 'failed' | 'interference' | 'unresolvable';

/** Learner/reference pairs of this session, and how many of them the gates dropped. */
export interface PairCount {
  readonly seen: number;
  readonly gated: number;
}

/**
 * One metric, block by block. It settles at the first block where its evidence and its gates suffice and reads nothing
 * after that, so that a longer recording cannot say otherwise than a shorter one did.
 */
export class MetricJudge {
  readonly metric: JudgedMetric;
  readonly #alphas: Alphas;
  readonly #tally: Tally;
  readonly #control: PositiveControl;
  readonly #resolvability: Resolvability;
  #levels: Readonly<Record<Role, SortedSample>> = noLevels();
  /** The idle learner takes CPU time from the reference, which the idle reference does not take from the learner. */
  readonly #intrusion = new Imbalance();
  /** The learner's threads wait in the run queue where the reference's do not. */
  readonly #waiting = new Imbalance();
  #seen = 0;
  #gated = 0;
  #settled: Settled | null = null;

  constructor(metric: JudgedMetric, alphas: Alphas) {
    this.metric = metric;
    this.#alphas = alphas;
    this.#tally = new Tally(metric);
    this.#control = new PositiveControl(metric);
    this.#resolvability = new Resolvability(metric);
  }

  get settled(): Settled | null {
    return this.#settled;
  }

  get tally(): Tally {
    return this.#tally;
  }

  get control(): PositiveControl {
    return this.#control;
  }

  get resolvability(): Resolvability {
    return this.#resolvability;
  }

  get pairs(): PairCount {
    return { seen: this.#seen, gated: this.#gated };
  }

  /** How often, as a share of pairs, the idle learner and nobody else was busy. */
  get intrusionShare(): number {
    return this.#intrusion.share;
  }

  /** Evidence adds up over sessions; the levels shown and the share of disturbed pairs are a session's own. */
  beginSession(): void {
    this.#seen = 0;
    this.#gated = 0;
    // Settled: nothing more is read, so that the levels it settled at are the last there will be.
    if (this.#settled === null) this.#levels = noLevels();
  }

  /** Reads one block's pairs. False when its clocks disagreed, so that it is void. */
  addBlock({ pairs, perSecond }: WorkloadRecord, canary: CanaryWindow): boolean {
    // The canary's history is the machine's, not this metric's: it is kept also where the pairs are not read.
    const quiet = pairs.map((pair) => canary.isQuiet(pair.canary));
    if (this.#settled !== null) return true;
    if (!pairs.every(({ slices }) => slices.every(clocksAgree))) return false;
    // Fixed before the block is read: what a block counts for may depend on the past only (2.0, validity).
    const waitingIsTheLearnersOwn = this.#waiting.isSignificant;
    const kept: Record<Comparison['subject'], number[]> = { learner: [], naive: [] };
    for (const [index, pair] of pairs.entries()) {
      const comparison = comparisonOf(pair);
      if (!comparison) continue;
      const passesGates =
        (quiet[index] ?? false) &&
        this.#passesGates(comparison, waitingIsTheLearnersOwn) &&
        (perSecond === undefined || this.#isOnSchedule(comparison));
      const ratio = passesGates ? logRatio(comparison, this.metric) : null;
      if (comparison.subject === 'learner') this.#count(ratio !== null);
      if (ratio === null) continue;
      kept[comparison.subject].push(ratio);
      this.#addLevels(comparison);
    }
    const references = pairs.flatMap((pair) => comparisonOf(pair)?.reference ?? []);
    this.#resolvability.addBlock(references, perSecond !== undefined);
    const learner = median(kept.learner);
    const naive = median(kept.naive);
    if (naive !== null) this.#control.add(naive);
    if (learner !== null) this.#tally.add(learner);
    this.#settle();
    return true;
  }

  #passesGates({ subject, own, reference }: Comparison, waitingIsTheLearnersOwn: boolean): boolean {
    const intruded = { own: isIntruded(own), reference: isIntruded(reference) };
    const onWallTime = this.metric.clock === 'wall';
    const waited = { own: onWallTime && hasWaited(own), reference: onWallTime && hasWaited(reference) };
    if (subject === 'learner') {
      // The learner is idle while the reference runs.
      this.#intrusion.add(intruded.reference, intruded.own);
      this.#waiting.add(waited.own, waited.reference);
    }
    if (intruded.own || intruded.reference || waited.reference) return false;
    // A naive solution that blocks and is woken waits by its nature. So may a learner's: once that is beyond doubt,
    // its waiting is part of its speed, not a reason to look away (2.6, G7).
    return !waited.own || subject === 'naive' || waitingIsTheLearnersOwn;
  }

  /** Open loop: the generator's own lateness is small against what the line allows, in both slices (2.3). */
  #isOnSchedule({ own, reference }: Comparison): boolean {
    const percentile = percentileOf(this.metric.quantity);
    if (!percentile) return true;
    const limitNs = (reference.seen?.latencyNs[percentile] ?? 0) / this.metric.line;
    return ![own, reference].some((slice) => isLateFor(slice, percentile, limitNs));
  }

  #count(kept: boolean): void {
    this.#seen += 1;
    if (!kept) this.#gated += 1;
  }

  #addLevels({ subject, own, reference }: Comparison): void {
    this.#levels[subject].insert(this.#inUnit(own));
    if (subject === 'learner') this.#levels.reference.insert(this.#inUnit(reference));
  }

  #inUnit(slice: Slice): number {
    const itemsPerNs = goodness(slice, this.metric);
    return this.metric.unit === 'items/s' ? itemsPerNs * 1e9 : 1 / itemsPerNs;
  }

  /** Evidence that there is enough of, but that a compressed ratio could fake, waits for the positive control. */
  get awaitsControl(): boolean {
    const suspect =
      this.metric.line <= 1 ? this.#tally.isAbove(this.#alphas.pass) : this.#tally.isBelow(this.#alphas.fail);
    return suspect && !this.#control.isEstablished;
  }

  get isAtLine(): boolean {
    return this.#tally.isAtLine();
  }

  /** Whether rounds won and lost as so far would be enough after `times` the time. */
  mayDecideIn(times: number): boolean {
    return this.#tally.isHeadedFor(this.#alphas.pass, this.#alphas.fail, times);
  }

  #settle(): void {
    if (this.#intrusion.isSignificant && this.#intrusion.share > INTERFERENCE_SHARE) this.#settled = 'interference';
    else if (this.#resolvability.isRefuted) this.#settled = 'unresolvable';
    else if (this.awaitsControl) this.#settled = null;
    else if (this.#tally.isBelow(this.#alphas.fail)) this.#settled = 'failed';
    else if (this.#tally.isAbove(this.#alphas.pass)) this.#settled = 'passed';
  }

  result(decision: MetricResult['decision']): MetricResult {
    const { name, unit, line, quantity } = this.metric;
    return {
      name,
      unit,
      ...(quantity === undefined ? {} : { quantity }),
      yours: this.#levels.learner.median(),
      reference: this.#levels.reference.median(),
      naive: this.#levels.naive.median(),
      ratio: this.#tally.ratio(this.#alphas.pass, this.#alphas.fail),
      line,
      rounds: this.#tally.rounds,
      decision,
      control: this.#control.recovery,
      blocks: [...this.#tally.blocks],
      distribution: null,
    };
  }
}

function noLevels(): Readonly<Record<Role, SortedSample>> {
  return { learner: new SortedSample(), reference: new SortedSample(), naive: new SortedSample() };
}
