/** A backup whose files are still being moved; continued by the next reset, and as good as any for an undo. */
const UNFINISHED = '.unfinished';

export function unfinished(name: string): string {
  return `${name}${UNFINISHED}`;
}

export function isUnfinished(folder: string): boolean {
  return folder.endsWith(UNFINISHED);
}

/** The name that it has, or will have, when it is finished. */
export function finished(folder: string): string {
  return isUnfinished(folder) ? folder.slice(0, -UNFINISHED.length) : folder;
}

/** Oldest first. */
export function inOrder(folders: readonly string[]): string[] {
  return folders.toSorted((a, b) => (finished(a) < finished(b) ? -1 : 1));
}

/**
 * A name for a new backup: the time, in a form that file systems take and that sorts. Where that does not come after
 * all others (the same millisecond, a clock that was set back), the newest name with the next number.
 */
export function nextBackupName(folders: readonly string[], now: Date): string {
  const newest = finished(inOrder(folders).at(-1) ?? '');
  const stamp = now.toISOString().replaceAll(':', '-');
  if (stamp > newest) return stamp;
  const { time = newest, turn = '1' } = /^(?<time>.*)\+(?<turn>\d{4})$/u.exec(newest)?.groups ?? {};
  return `${time}+${String(Number(turn) + 1).padStart(4, '0')}`;
}
