import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WIRE_FOLDER } from '../../grader/testbed/testbed.ts';
import type { App } from '../app.ts';

/** What can be made again: compiled programs, what the machine was found to be able to do, temporary work folders. */
const DISPOSABLE = ['builds', 'probes', 'bench-work', 'test', 'node', 'catalog.json'];

/** `lab clean`: removes what the lab has made besides the learner's files, attempts, evidence and backups. */
export function runClean(app: App): number {
  let bytes = 0;
  for (const name of DISPOSABLE) {
    const path = join(app.paths.cache, name);
    if (!existsSync(path)) continue;
    bytes += sizeOf(path);
    rmSync(path, { recursive: true, force: true });
  }
  for (const path of abandonedWires(tmpdir())) rmSync(path, { recursive: true, force: true });
  const mib = Math.round(bytes / 1024 / 1024);
  if (app.json) {
    app.print(JSON.stringify({ schema: 1, freedMib: mib }));
  } else if (app.screen.language === 'ko') {
    app.print(`${String(mib)} MiB를 비웠습니다. 작성한 코드와 기록은 그대로입니다: ${app.paths.work}`);
  } else {
    app.print(`Freed ${String(mib)} MiB. Your code and your attempts are where they were: ${app.paths.work}`);
  }
  return 0;
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
