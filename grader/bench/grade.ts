import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchResult } from '../domain/bench-result.ts';
import { Bug } from '../domain/errors.ts';
import type { Exercise } from '../domain/exercise.ts';
import type { GradeRequest } from '../domain/grade-request.ts';
import { grade, type GradeContext } from '../pipeline/grade.ts';
import type { BenchOptions } from './bench.ts';
import { formatSpread, spreadOf } from './spread.ts';

const REPETITIONS = 9;

/** What a learner waits for: the answer after a save, and a whole verdict. */
interface Run {
  readonly correctnessSeconds: number;
  readonly verdictSeconds: number;
  readonly blocks: number;
  readonly verdict: string;
}

/**
 * Times grades of the reference as a learner would cause them: the file differs in each round, so that it is compiled
 * again; everything else (harness, opponents) is warm.
 */
export async function benchGrade(options: BenchOptions): Promise<BenchResult> {
  const repetitions = options.repetitions ?? REPETITIONS;
  const folder = mkdtempSync(join(tmpdir(), 'lab-bench-'));
  try {
    const byExercise = [];
    for (const exercise of options.exercises) {
      // eslint-disable-next-line no-await-in-loop -- measured one after the other
      const runs = await benchExercise(exercise, folder, repetitions, options);
      byExercise.push({ exercise: exercise.id, runs });
    }
    return report(byExercise, repetitions);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchExercise(
  exercise: Exercise,
  folder: string,
  repetitions: number,
  options: BenchOptions,
): Promise<Run[]> {
  const runs: Run[] = [];
  for (let turn = -1; turn < repetitions; turn += 1) {
    options.onProgress(`${exercise.id}: round ${String(Math.max(turn + 1, 0))} of ${String(repetitions)}`);
    // eslint-disable-next-line no-await-in-loop -- measured one after the other
    const run = await benchOnce(exercise, freshCopy(exercise, folder, turn), options.context);
    if (turn >= 0) runs.push(run);
  }
  return runs;
}

/** The reference with one harmless line more, different in each round: no cache knows the file. */
function freshCopy(exercise: Exercise, folder: string, turn: number): string {
  const copy = join(folder, `${exercise.id.replaceAll('/', '-')}-${String(turn)}`);
  mkdirSync(copy, { recursive: true });
  cpSync(join(exercise.solutions, 'reference'), copy, { recursive: true });
  for (const name of exercise.files) {
    const file = join(copy, name);
    const marker = `static_assert(${String(process.pid)} + ${String(turn)} != ${String(Date.now())});`;
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n${marker}\n`);
  }
  return copy;
}

async function benchOnce(exercise: Exercise, folder: string, context: GradeContext): Promise<Run> {
  const request: GradeRequest = {
    exercise,
    source: { kind: 'folder', folder },
    correctnessOnly: true,
    profile: 'quick',
    keepMeasuring: false,
  };
  // A work folder of its own: evidence of a benchmark is nobody's attempt.
  const paths = { ...context.paths, work: folder, state: join(folder, '.lab') };
  const quiet = { ...context, paths, onEvent: () => {} };
  const correctness = await grade(request, quiet);
  if (correctness.verdict !== 'passed') throw new Bug(`the reference is ${correctness.verdict}: ${correctness.detail}`);
  const changed = freshCopy(exercise, `${folder}-whole`, Date.now());
  const whole = await grade({ ...request, source: { kind: 'folder', folder: changed }, correctnessOnly: false }, quiet);
  return {
    correctnessSeconds: correctness.seconds,
    verdictSeconds: whole.seconds,
    blocks: Math.max(0, ...whole.metrics.map((metric) => metric.rounds.total)),
    verdict: whole.verdict,
  };
}

function report(byExercise: readonly { exercise: string; runs: readonly Run[] }[], repetitions: number): BenchResult {
  const rows = byExercise.map(({ exercise, runs }) => [
    exercise,
    formatSpread(spreadOf(runs.map((run) => run.correctnessSeconds))),
    formatSpread(spreadOf(runs.map((run) => run.verdictSeconds))),
    formatSpread(spreadOf(runs.map((run) => run.blocks)), 0),
    `${String(runs.filter((run) => run.verdict === 'passed').length)} of ${String(runs.length)} passed`,
  ]);
  return {
    name: 'grade',
    command: `lab bench grade --repetitions ${String(repetitions)}`,
    tables: [
      {
        title: 'Grading the reference after a change: seconds, median (min to max)',
        columns: ['exercise', 'correctness', 'whole verdict', 'blocks', 'verdicts'],
        rows,
      },
    ],
    notes: ['Each round compiles a changed file. Aims: correctness 2 s, whole verdict 8 s at the median on 2 cores.'],
    data: byExercise,
  };
}
