import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalog } from '../../grader/catalog/catalog.ts';
import { examine } from '../../grader/doctor/doctor.ts';
import { UserError } from '../../grader/domain/errors.ts';
import type { HugePagesChange } from '../../grader/domain/host.ts';
import { openLedger, salvageLedger } from '../../grader/ledger/ledger.ts';
import { reserveHugePages, restoreHugePages } from '../../grader/machine/machine.ts';
import { renderDoctor } from '../../grader/render/doctor.ts';
import { renderHugePagesChange } from '../../grader/render/host.ts';
import { gradeContext, type App } from '../app.ts';
import { LiveRegion } from '../live-region.ts';

export interface DoctorOptions {
  /** `true`: what the lab itself needs. */
  readonly fix?: boolean | 'hugepages';
  readonly undo?: 'hugepages';
  /** Commander's `--no-noise`. */
  readonly noise?: boolean;
}

/**
 * `lab doctor [--fix]`: what this machine can do, seen by doing it. Exit code 3 when something is missing. With
 * `--fix hugepages` or `--undo hugepages` the host is changed, and only that is told.
 */
export async function runDoctor(app: App, options: DoctorOptions): Promise<number> {
  if (options.fix === 'hugepages') return tell(app, await reserveHugePages());
  if (options.undo === 'hugepages') return tell(app, await restoreHugePages());
  if (options.fix) fix(app);
  const report = await examined();
  app.print(app.json ? JSON.stringify(report, null, 2) : renderDoctor(report, app.screen));
  const ledger = ledgerTrouble(app);
  if (ledger) app.say(`lab: ${ledger.message}\n  ${ledger.next}`);
  const well = report.exercises.every((exercise) => exercise.speed) && !ledger;
  return well ? 0 : 3;

  async function examined(): ReturnType<typeof examine> {
    using region = app.live ? new LiveRegion() : null;
    region?.draw(
      app.screen.language === 'ko'
        ? '이 머신을 살펴보고 있습니다 (약 10초)…'
        : 'Looking at this machine (about 10 s) …',
    );
    return await examine(loadCatalog(app.paths.root).exercises, { noise: options.noise !== false }, gradeContext(app));
  }
}

function tell(app: App, change: HugePagesChange): number {
  app.print(
    app.json ? JSON.stringify({ schema: 1, hugePages: change }, null, 2) : renderHugePagesChange(change, app.screen),
  );
  return change.kind === 'restored' && (change.others || change.stuck !== null) ? 3 : 0;
}

function ledgerTrouble(app: App): UserError | null {
  const file = join(app.paths.state, 'ledger.db');
  if (!existsSync(file)) return null;
  try {
    openLedger(file, { check: true }).close();
    return null;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** What can be mended without asking: missing packages, the native build, a ledger that cannot be read. */
function fix(app: App): void {
  const { status } = spawnSync(join(app.paths.root, 'bin/setup'), [], { stdio: ['ignore', 2, 2] });
  if (status !== 0)
    throw new UserError('setup-failed', 'bin/setup could not finish', 'Do what it says above, then: lab doctor --fix');
  if (ledgerTrouble(app)?.code !== 'corrupt-ledger') return;
  const { kept, attempts } = salvageLedger(join(app.paths.state, 'ledger.db'));
  app.say(`The ledger was mended: ${String(attempts)} attempts were saved. The damaged file is kept: ${kept}`);
}
