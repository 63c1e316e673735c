import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/**
 * What was changed about a port, and how it was before: written before it is changed, so that it can be undone after
 * anything. Below `/run`, because a binding does not survive a reboot, either.
 */
const record = z.object({
  address: z.string(),
  /** The driver that had it. */
  driver: z.string(),
  /** What `driver_override` said; empty for nothing. */
  override: z.string(),
  /** The process that has it now. */
  owner: z.number(),
});
export type PortRecord = z.infer<typeof record>;

function fileBelow(root: string): string {
  return join(root, 'run/lab/drivers.json');
}

/** Everything that has not been given back. */
export function readRecords(root: string): PortRecord[] {
  const file = fileBelow(root);
  if (!existsSync(file)) return [];
  return z.array(record).parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Replaces all records at once: whoever reads sees the old ones or the new ones. */
export function writeRecords(root: string, records: readonly PortRecord[]): void {
  const file = fileBelow(root);
  if (records.length === 0) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(records), { mode: 0o644 });
  renameSync(`${file}.new`, file);
}
