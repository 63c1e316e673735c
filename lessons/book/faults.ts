/** One thing that is wrong with a lesson, said so that its writer can mend it without reading our code. */
export interface LessonFault {
  /** Relative to the checkout. */
  readonly file: string;
  /** From 1; 0 when it is about the whole file or folder. */
  readonly line: number;
  /** Where in the JSON or YAML: `claim.low`; empty when it is about the text. */
  readonly path: string;
  readonly problem: string;
  /** What would have been right. */
  readonly allowed: string;
}

/** All faults, one a line, `file:line: path: problem; allowed: …`, as editors and people can follow them. */
export function describeLessonFaults(faults: readonly LessonFault[]): string {
  const count = faults.length === 1 ? '1 fault' : `${String(faults.length)} faults`;
  const lines = faults.map(({ file, line, path, problem, allowed }) => {
    const where = [line > 0 ? `${file}:${String(line)}` : file, ...(path === '' ? [] : [path])].join(': ');
    return `  ${where}: ${problem}; allowed: ${allowed}`;
  });
  return [`the lessons have ${count}`, ...lines].join('\n');
}
