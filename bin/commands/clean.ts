import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../grader/domain/errors.ts';
import type { HugePagesChange } from '../../grader/domain/host.ts';
import { EXIT } from '../../grader/domain/verdict.ts';
import { hasReservedHugePages, restoreAbandonedPorts, restoreHugePages } from '../../grader/machine/machine.ts';
import { renderHugePagesChange } from '../../grader/render/host.ts';
import { WIRE_FOLDER } from '../../grader/testbed/testbed.ts';
import type { App } from '../app.ts';

/** What can be made again: compiled programs, what the machine was found to be able to do, temporary work folders. */
const DISPOSABLE = ['builds', 'probes', 'bench-work', 'test', 'node', 'catalog.json'];

/**
 * `lab clean`: removes what the lab has made besides the learner's files, attempts, evidence and backups, and undoes what
 * it has changed on the host.
 */
export async function runClean(app: App): Promise<number> {
  let bytes = 0;
  for (const name of DISPOSABLE) {
    const path = join(app.paths.cache, name);
    if (!existsSync(path)) continue;
    bytes += sizeOf(path);
    rmSync(path, { recursive: true, force: true });
  }
  for (const path of abandonedWires(tmpdir())) rmSync(path, { recursive: true, force: true });
  const reserved = hasReservedHugePages();
  const hugePages = reserved ? await undoOrSay(app) : null;
  const ports = restoreAbandonedPorts();
  const mib = Math.round(bytes / 1024 / 1024);
  if (app.json) {
    const restoredPorts = ports.given.map(({ address }) => address);
    const unrestoredPorts = ports.failed.map(({ record, why }) => ({ address: record.address, why }));
    const host = { ...(hugePages === null ? {} : { hugePages }), restoredPorts, unrestoredPorts };
    app.print(JSON.stringify({ schema: 1, freedMib: mib, ...host }));
  } else {
    app.print(freed(mib, app));
    if (hugePages !== null) app.print(renderHugePagesChange(hugePages, app.screen));
    tellPorts(ports, app);
  }
  const isUndone = ports.failed.length === 0 && (!reserved || hugePages !== null);
  return isUndone ? EXIT.passed : EXIT.noVerdict;
}

function freed(mib: number, { screen, paths }: App): string {
  return screen.language === 'ko'
    ? `${String(mib)} MiB를 비웠습니다. 작성한 코드와 기록은 그대로입니다: ${paths.work}`
    : `Freed ${String(mib)} MiB. Your code and your attempts are where they were: ${paths.work}`;
}

/** Network ports that a run which was killed had taken from their drivers. */
function tellPorts({ given, failed }: ReturnType<typeof restoreAbandonedPorts>, app: App): void {
  const korean = app.screen.language === 'ko';
  for (const { address, driver } of given) {
    app.print(korean ? `${address}을(를) ${driver}에 돌려주었습니다.` : `Gave ${address} back to ${driver}.`);
  }
  for (const { record, why } of failed) {
    const { address, driver } = record;
    app.say(
      korean
        ? `${address}을(를) ${driver}에 돌려주지 못했습니다: ${why}\n  root로 다시 실행하세요: lab clean`
        : `${address} could not be given back to ${driver}: ${why}\n  as root: lab clean`,
    );
  }
}

/** Whoever may not change the host is told who may; the rest of the cleaning is done all the same. */
async function undoOrSay(app: App): Promise<HugePagesChange | null> {
  try {
    return await restoreHugePages();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    app.say(`lab: ${error.message}\n  ${error.next}`);
    return null;
  }
}

/** Sockets of testbeds whose process was killed before it could remove them. */
function abandonedWires(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const owner = WIRE_FOLDER.exec(name)?.groups?.['process'];
    return owner === undefined || existsSync(`/proc/${owner}`) ? [] : [join(folder, name)];
  });
}

function sizeOf(path: string): number {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (!status?.isDirectory()) return status?.size ?? 0;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
