/**
 * The sign-test e-process of `measurement.md` 2.0. H0: each round is won with probability at most 1/2, whatever
 * happened before. A bet on p > 1/2 multiplies a stake by 2p when won and by 2 - 2p when lost: under H0 no stake grows
 * on average, so by Ville's inequality one ever reaches 1/alpha with probability at most alpha. That holds however
 * often one looks, and for as long as one likes to go on: no correction for peeking, evidence adds up over sessions.
 * Five bets share the stake, so that both a clear and a narrow majority are noticed. Rejected: Wilcoxon and t
 * intervals (fixed n, errors grow with every look), SPRT (contradicts itself inside its zone): sections 1.2 and 3.1.
 */
const BETS = [0.6, 0.7, 0.8, 0.9, 0.97].map((p) => ({ won: Math.log(2 * p), lost: Math.log(2 - 2 * p) }));

/** Natural logarithm of E(won, total): the evidence of `won` rounds out of `total` against H0. */
export function logEvidence(won: number, total: number): number {
  const stakes = BETS.map((bet) => won * bet.won + (total - won) * bet.lost);
  const largest = Math.max(...stakes);
  return largest + Math.log(stakes.reduce((sum, stake) => sum + Math.exp(stake - largest), 0) / BETS.length);
}

/** Whether that many wins reject H0 at error rate `alpha`. */
export function isSignificant(won: number, total: number, alpha: number): boolean {
  // A minority is evidence for a bet on losing, which nobody made.
  return won * 2 > total && logEvidence(won, total) >= -Math.log(alpha);
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
