/** Every number that the judge decides by, with its source: sections are those of `measurement.md`. */

/** Error rate of every sign test that is not a PASS or a FAIL: at the line, control, interference (2.0). */
export const ALPHA = 0.01;
/** Total false-PASS rate over all distinct binaries of one exercise, for life (2.8). */
export const LIFETIME_ALPHA = 0.02;

/** Seconds of measuring one metric after which one near its line is called so: T_at (2.0). */
export const AT_LINE_SECONDS = 5;
/** Seconds of measuring one metric after which there is no verdict: T_cap, and T_ext on "keep measuring" (2.0). */
export const CAP_SECONDS = { quick: 10, full: 30 } as const;
/**
 * A pause between two blocks after which the machine is taken to be another one. Between blocks of a session lie some
 * milliseconds; between sessions at least a start of `lab`, a build and the correctness checks.
 */
export const SESSION_GAP_SECONDS = 1;
/** Half-width w of "at the line" as a fraction (2.0). */
export const AT_LINE_WIDTH = 0.05;
/** More than this share of pairs gated away, after that many seconds for each metric: too noisy (2.6, G2). */
export const NOISY_SHARE = 0.6;
export const NOISY_AFTER_SECONDS = 3;

/** A pair counts if its slower canary reaches 0.87 of the upper quartile of the last 80 readings (2.0, step 3). */
export const CANARY_FLOOR = 0.87;
export const CANARY_QUANTILE = 0.75;
export const CANARY_WINDOW = 80;
/** Longest wait in the run queue, as a share of the slice, for metrics on wall time (2.0, step 3). */
export const WAITING_SHARE = 0.02;

/** Samples that must lie above a percentile for it to mean anything (2.2). */
export const SAMPLES_ABOVE = 20;
/**
 * A percentile belongs to the machine when stalls longer than half its limit hit more than this share of the samples
 * that may lie above it (2.2). Seen from the generator's CPU, and taken to be as many on the program's.
 */
export const STALLED_SHARE = 0.3;
export const STALLED_CPUS = 2;
/** The same in an open loop: the share of slices in which the reference may be held up. */
export const DISTURBED_SHARE = 0.25;
/** Blocks after which that is decided, once: before any verdict is possible, and late enough to count stalls. */
export const RESOLVE_BLOCKS = 5;
/** The shortest stall that a load generator counts (`kFirstStallNs`); each class is twice the one before. */
export const FIRST_STALL_NS = 4000;

/** Largest disagreement of the two clocks over a slice (2.6, G1), and how many blocks with one end a session. */
export const CLOCK_TOLERANCE = 0.005;
export const CLOCK_VOIDS = 3;

/** The positive control must show this share of its authored distance from the reference, in logarithms (2.6, G4). */
export const RECOVERY = 0.9;

/**
 * CPU time of idle arms, as a share of the slice, above which a slice was intruded upon. Idle arms block in a read:
 * an honest one uses well under a thousandth; 2 % is the limit that other disturbance has too (2.0, step 3).
 */
export const IDLE_SHARE = 0.02;
/**
 * Share of pairs intruded upon above which it is no accident. The reference runs right after the learner in half of
 * the pairs, and work put off past the end of a slice shows in those: half of that half.
 */
export const INTERFERENCE_SHARE = 0.25;

/**
 * Open loop (2.3, 2.4). Trials of the reference after which it is asked whether it carries its own share here, and in
 * how many of them nothing may be lost for that.
 */
export const REFERENCE_TRIALS = 8;
export const REFERENCE_LOSSLESS = 0.5;
/** Pairs with the learner in a session after which nothing is said of loss (2.4), … */
export const LOSS_PAIRS = 20;
/** … and already after so many, where more than this share of them were no trials. */
export const VOID_AFTER_PAIRS = 10;
export const VOID_SHARE = 0.75;
/** Naive trials after which, if they have not shown that something can be lost here, nothing is said of loss. */
export const CONTROL_TRIALS = 8;
/**
 * How far the generator may be behind its schedule in all but a thousandth of a trial: so many items then come at once
 * that should not have, an eighth of a DPDK queue of 1024 and half of what a socket holds by default.
 */
export const BEHIND_ITEMS = 128;
/** Lateness in a percentile's latencies, as a share of its limit (2.3). */
export const BEHIND_SHARE = 0.1;
/** CPU time that was stolen, as a share of the trial. */
export const STOLEN_SHARE = 0.02;
/** Time that the program was ready and without a CPU, as a share: from a quarter on, what it loses is no news of it. */
export const WITHOUT_CPU_SHARE = 0.25;
