/**
 * The e-processes of `measurement.md` 2.0 and 2.4. H0: each round is won with probability at most `chance`, whatever
 * happened before. A bet on p > chance multiplies a stake by p / chance when won and by (1 - p) / (1 - chance) when
 * lost: under H0 no stake grows on average, so by Ville's inequality one ever reaches 1/alpha with probability at most
 * alpha. That holds however often one looks, and for as long as one likes to go on: no correction for peeking, evidence
 * adds up over sessions. Five bets share the stake, so that both a clear and a narrow majority are noticed. Rejected:
 * Wilcoxon and t intervals (fixed n, errors grow with every look), SPRT (contradicts itself inside its zone): sections
 * 1.2 and 3.1.
 */
interface Bet {
  readonly won: number;
  readonly lost: number;
}

const SIGN_TEST = betsAgainst(1 / 2, [0.6, 0.7, 0.8, 0.9, 0.97]);
const QUARTER_TEST = betsAgainst(1 / 4, [0.4, 0.55, 0.7, 0.85, 0.955]);

function betsAgainst(chance: number, shares: readonly number[]): readonly Bet[] {
  return shares.map((p) => ({ won: Math.log(p / chance), lost: Math.log((1 - p) / (1 - chance)) }));
}

/** Natural logarithm of E(won, total): the evidence of `won` rounds out of `total` against H0. */
export function logEvidence(won: number, total: number, bets: readonly Bet[] = SIGN_TEST): number {
  const stakes = bets.map((bet) => won * bet.won + (total - won) * bet.lost);
  const largest = Math.max(...stakes);
  return largest + Math.log(stakes.reduce((sum, stake) => sum + Math.exp(stake - largest), 0) / bets.length);
}

/** Whether that many wins reject "at most every second one is won" at error rate `alpha`. */
export function isSignificant(won: number, total: number, alpha: number): boolean {
  // A minority is evidence for a bet on losing, which nobody made.
  return won * 2 > total && logEvidence(won, total) >= -Math.log(alpha);
}

/**
 * Whether that many wins reject "at most every fourth one is won" at error rate `alpha`: five of five do at 1 %. For
 * outcomes that are nearly always the same, on either side of a line (2.4: below its capacity a program loses nothing,
 * above it something in every trial).
 */
export function isMoreThanAQuarter(won: number, total: number, alpha: number): boolean {
  return won * 4 > total && logEvidence(won, total, QUARTER_TEST) >= -Math.log(alpha);
}

/** Fewest wins out of `total` that are significant (k* of 2.0), or null where not even all of them are. */
export function winsNeeded(total: number, alpha: number): number | null {
  if (!isSignificant(total, total, alpha)) return null;
  let tooFew = Math.floor(total / 2);
  let enough = total;
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (isSignificant(middle, total, alpha)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
