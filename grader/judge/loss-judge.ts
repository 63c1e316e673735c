import type { LossTrials, MetricResult } from '../domain/receipt.ts';
import type { JudgedMetric, WorkloadRecord } from '../domain/rounds.ts';
import { isMoreThanAQuarter, isSignificant } from './e-process.ts';
import { clocksAgree, comparisonOf, isIntruded, type Comparison } from './gates.ts';
import { Imbalance } from './imbalance.ts';
import { LossControl, noTrials } from './loss-trials.ts';
import { isBehind, isStolen, isWithoutCpu } from './open-loop-gates.ts';
import type { Alphas, PairCount } from './metric-judge.ts';
import { LOSS_PAIRS, REFERENCE_LOSSLESS, REFERENCE_TRIALS, VOID_AFTER_PAIRS, VOID_SHARE } from './thresholds.ts';

type Settled = 'passed' | 'failed' | 'unresolvable';

/**
 * Loss at a fixed rate: a share of what the reference carries without loss here (measurement.md 2.4, verification, not
 * search). A trial loses something or it does not, and the two possible verdicts ask two questions of that:
 *
 *  - PASS: does the learner's program lose nothing in more than a quarter of its trials? Above its capacity every trial
 *    loses something, below it next to none does, so that the quarter is far from both.
 *  - FAIL: of the pairs in which only one of the two lost something, is it the learner's in more than a half? A machine
 *    that stalls hits either with the same chance, because our coin ordered them: it cannot convict anybody.
 *
 * A trial in which the generator was behind its schedule was none, and counts for nobody. Whoever loses while the machine
 * keeps it from its CPU has not carried the rate, and is not blamed either. Where the reference loses something in most of
 * its own trials, or most are none, the rate is one that this machine cannot show: for this session, and not for ever.
 * Rejected: a single trial (fails good code one time in five on a machine with a stall a second), a
 * search for the learner's own rate (12 to 20 s for each load; measurement.md 3.5).
 */
export class LossJudge {
  readonly metric: JudgedMetric;
  readonly #alphas: Alphas;
  readonly #learner = { total: 0, lossless: 0 };
  /** Pairs in which only one of the two lost something: all of them, and those in which it was the learner's program. */
  #discordant = 0;
  #against = 0;
  /** The learner's threads are kept from the CPU where the reference's are not: that is their own doing. */
  readonly #waiting = new Imbalance();
  #control = new LossControl();
  #session = noTrials();
  #seen = 0;
  #gated = 0;
  #perSecond: number | null = null;
  #carried: number | null = null;
  #settled: 'passed' | 'failed' | null = null;

  constructor(metric: JudgedMetric, alphas: Alphas) {
    this.metric = metric;
    this.#alphas = alphas;
  }

  get settled(): Settled | null {
    return this.#settled ?? (this.#isUnresolvable ? 'unresolvable' : null);
  }

  get control(): LossControl {
    return this.#control;
  }

  get pairs(): PairCount {
    return { seen: this.#seen, gated: this.#gated };
  }

  /** The reference's trials in this session. */
  get referenceTrials(): LossTrials['reference'] {
    return this.#session.reference.counts;
  }

  /** Of all sessions: the learner's trials, and the pairs in which one of the two lost something and the other did not. */
  get learnerTrials(): LossTrials['learner'] {
    return { ...this.#learner };
  }

  get discordantPairs(): { readonly against: number; readonly total: number } {
    return { against: this.#against, total: this.#discordant };
  }

  /** Nothing is "at the line" here: a program that loses in every other trial is one that cannot be told. */
  readonly isAtLine = false;

  beginSession(): void {
    this.#seen = 0;
    this.#gated = 0;
    if (!this.#control.isEstablished) this.#control = new LossControl();
    if (this.#settled === null) this.#session = noTrials();
  }

  /** Reads one block's trials. False when its clocks disagreed, so that it is void. */
  addBlock(record: WorkloadRecord): boolean {
    if (this.settled !== null) return true;
    const { pairs, perSecond } = record;
    if (perSecond === undefined) return true; // nothing was offered
    if (!pairs.every(({ slices }) => slices.every(clocksAgree))) return false;
    this.#perSecond = perSecond;
    this.#carried = record.carried ?? null;
    const waitingIsTheLearnersOwn = this.#waiting.isSignificant; // of the past only (2.0, validity)
    for (const pair of pairs) {
      const comparison = comparisonOf(pair);
      if (!comparison) continue;
      const isVoid = [comparison.own, comparison.reference].some((one) => isIntruded(one) || isBehind(one, perSecond));
      if (comparison.subject === 'learner') this.#count(isVoid);
      if (!isVoid) this.#addPair(comparison, waitingIsTheLearnersOwn);
    }
    this.#settle();
    return true;
  }

  #count(isVoid: boolean): void {
    this.#seen += 1;
    if (isVoid) this.#gated += 1;
  }

  #addPair({ subject, own, reference }: Comparison, waitingIsTheLearnersOwn: boolean): void {
    if (!own.seen || !reference.seen) return;
    this.#session[subject].add(own.seen);
    this.#session.reference.add(reference.seen);
    const lost = { own: own.seen.lost > 0, reference: reference.seen.lost > 0 };
    if (subject === 'naive') {
      if (!lost.reference) this.#control.add(lost.own);
      return;
    }
    this.#waiting.add(isWithoutCpu(own), isWithoutCpu(reference));
    this.#learner.total += 1;
    if (!lost.own) this.#learner.lossless += 1;
    if (lost.own === lost.reference) return;
    const loser = lost.own ? own : reference;
    const isTheMachines = isStolen(loser) || (isWithoutCpu(loser) && !(lost.own && waitingIsTheLearnersOwn));
    if (isTheMachines) return;
    this.#discordant += 1;
    if (lost.own) this.#against += 1;
  }

  /** The machine drops or stalls by itself, or even the naive solution loses too little: nothing can be said today. */
  get #isUnresolvable(): boolean {
    if (this.#control.isRefuted || this.#seen >= LOSS_PAIRS) return true;
    if (this.#seen >= VOID_AFTER_PAIRS && this.#gated > VOID_SHARE * this.#seen) return true;
    const { lossless, total } = this.referenceTrials;
    return total >= REFERENCE_TRIALS && lossless < REFERENCE_LOSSLESS * total;
  }

  #isCarried(): boolean {
    return isMoreThanAQuarter(this.#learner.lossless, this.#learner.total, this.#alphas.pass);
  }

  #isLosing(): boolean {
    return isSignificant(this.#against, this.#discordant, this.#alphas.fail);
  }

  /** "Nothing is lost" where nothing can be seen to be lost says nothing. */
  get awaitsControl(): boolean {
    return this.#isCarried() && !this.#control.isEstablished;
  }

  /** It ends by itself, after so many pairs: no session gives it up before. */
  mayDecideIn(_times: number): boolean {
    return true;
  }

  #settle(): void {
    if (this.#isUnresolvable) return;
    if (this.#isLosing()) this.#settled = 'failed';
    else if (this.#isCarried() && this.#control.isEstablished) this.#settled = 'passed';
  }

  result(decision: MetricResult['decision']): MetricResult {
    const { name, unit, line } = this.metric;
    const { learner, reference, naive } = this.#session;
    const { lossless, total } = this.#learner;
    return {
      name,
      unit,
      quantity: 'loss',
      yours: learner.share,
      reference: reference.share,
      naive: naive.share,
      ratio: null,
      line,
      rounds: { won: lossless, lost: total - lossless, total },
      decision,
      loss: {
        perSecond: this.#perSecond,
        carried: this.#carried,
        learner: learner.counts,
        reference: reference.counts,
        naive: naive.counts,
      },
      control: this.#control.recovery,
      blocks: [],
      distribution: null,
    };
  }
}
