import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Paths } from '../domain/paths.ts';
import { alphaForBinary } from '../judge/judge.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Exercise } from '../domain/exercise.ts';
import type { Receipt } from '../domain/receipt.ts';
import { ROUNDS_SCHEMA, type JudgedMetric, type Rounds } from '../domain/rounds.ts';

/** Total error rate of a FAIL, shared by the metrics (measurement.md 2.0: alpha = 1 %). */
const ALPHA_FAIL = 0.01;

/** What is known of one binary on this class of machine before it is measured (again). */
export interface Evidence {
  /** Identifies binary, exercise, opponents and machine class (measurement.md 2.8). Null: nothing is kept. */
  readonly key: string | null;
  /** Rounds so far: empty, or those of earlier inconclusive sessions, to be added to. */
  readonly rounds: Rounds;
  /** The verdict that stands, where there is one. */
  readonly settled: Receipt | null;
}

export interface EvidenceInputs {
  readonly exercise: Exercise;
  /** Code hashes of the learner's, the reference's and the naive arm. */
  readonly codeHashes: readonly string[];
  readonly machineClass: string;
  /** Null where nothing is kept: the audit measures afresh every time. */
  readonly ledger: Ledger | null;
}

/** Looks up what is stored of this binary; the same code never gets two verdicts on one machine. */
export function findEvidence({ exercise, codeHashes, machineClass, ledger }: EvidenceInputs): Evidence {
  if (!ledger) return { key: null, rounds: emptyRounds(exercise, 1), settled: null };
  const key = createHash('sha256')
    .update(JSON.stringify([exercise.id, exercise.version, codeHashes, machineClass]))
    .digest('hex');
  const stored = ledger.storedEvidence(key);
  if (!stored) return { key, rounds: emptyRounds(exercise, ledger.binaryIndex(exercise.id, key)), settled: null };
  const verdict = stored.receipt?.verdict;
  const settled = verdict === 'passed' || verdict === 'too-slow' ? stored.receipt : null;
  return { key, rounds: stored.rounds, settled };
}

/** Rounds with no blocks yet, and the error rate that the n-th distinct binary of an exercise may spend. */
function emptyRounds(exercise: Exercise, binaryIndex: number): Rounds {
  return {
    schema: ROUNDS_SCHEMA,
    exercise: exercise.id,
    seed: randomBytes(8).toString('hex'),
    alphaPass: alphaForBinary(binaryIndex),
    alphaFail: ALPHA_FAIL,
    metrics: exercise.metrics.map(({ name, unit, clock, line, naive, deadBand, floor, quantity }): JudgedMetric => ({
      name,
      unit,
      clock,
      line,
      naive,
      deadBand,
      ...(floor === undefined ? {} : { floor }),
      ...(quantity === undefined ? {} : { quantity }),
    })),
    blocks: [],
  };
}

/** Writes the rounds where `lab judge --replay` can read them and returns the path. */
export function writeEvidenceFile({ key, rounds }: Evidence, paths: Paths): string {
  const folder = join(paths.state, 'evidence');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${(key ?? rounds.seed).slice(0, 16)}.json`);
  writeFileSync(file, `${JSON.stringify(rounds)}\n`);
  return file;
}
