/** One thing that is wrong with an exercise, said so that its author can mend it without reading our code. */
export interface Fault {
  /** Relative to the checkout. */
  readonly file: string;
  /** Where in the JSON: `metrics[0].title.ko`; empty when it is about the whole file or folder. */
  readonly path: string;
  readonly problem: string;
  /** What would have been right. */
  readonly allowed: string;
}

/** All faults, one a line, grouped as they were found. */
export function describeFaults(faults: readonly Fault[]): string {
  const count = faults.length === 1 ? '1 fault' : `${String(faults.length)} faults`;
  const lines = faults.map(({ file, path, problem, allowed }) => {
    const where = path === '' ? file : `${file}: ${path}`;
    return `  ${where}: ${problem}; allowed: ${allowed}`;
  });
  return [`the exercises have ${count}`, ...lines].join('\n');
}
