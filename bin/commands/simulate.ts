import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../grader/domain/errors.ts';
import type { SimulatedMemory } from '../../grader/domain/simulation-report.ts';
import { renderSimulation } from '../../grader/render/simulation.ts';
import { simulate } from '../../grader/simulate/simulate.ts';
import { EXIT } from '../../grader/domain/verdict.ts';
import type { App } from '../app.ts';

interface Options {
  readonly schedules?: number;
  readonly memory?: SimulatedMemory;
  readonly replay?: string;
}

/** Enough for most small scenarios to be taken in full, and a second or two. */
const SCHEDULES = 10_000;
/** `3:1,17:2`: at the third choice the first alternative, at the seventeenth the second. */
const CHOICES = /^(?:\d{1,7}:\d{1,3}(?:,\d{1,7}:\d{1,3})*)?$/u;

/** `lab simulate <file>`: runs a scenario of the learner's in every order, and tells the shortest run that goes wrong. */
export async function runSimulate(app: App, file: string, options: Options): Promise<number> {
  const path = resolve(file);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new UserError('no-such-file', `there is no file ${file}`, 'docs/simulator.md shows what one looks like.');
  }
  if (!/\.(?:cc|cpp|cxx)$/u.test(path)) {
    throw new UserError('not-a-source', `${file} is not a C++ source file (.cc, .cpp, .cxx)`, 'lab simulate file.cc');
  }
  if (options.replay !== undefined && !CHOICES.test(options.replay)) {
    throw new UserError(
      'bad-replay',
      `"${options.replay}" are not choices`,
      'Copy them from an earlier answer: 3:1,17:2',
    );
  }
  if (options.schedules === 0) throw new UserError('no-runs', 'no runs find nothing', '--schedules 10000');
  const { schedules = SCHEDULES, memory = 'cpp', replay = null } = options;
  const report = await simulate({ file: path, schedules, memory, replay }, app);
  app.print(app.json ? JSON.stringify(report, null, 2) : renderSimulation({ ...report, file }, app.screen));
  return report.outcome === 'nothing-found' ? EXIT.passed : EXIT.learnersTurn;
}
