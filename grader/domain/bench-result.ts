/** A benchmark's outcome: tables to read, and the same as data for `--json`. */
export interface BenchResult {
  readonly name: string;
  /** The command that shows it again, options included. */
  readonly command: string;
  readonly tables: readonly BenchTable[];
  /** What has to be known to read the tables: machine, method, what was missing here. */
  readonly notes: readonly string[];
  /** Everything the tables were made from; plain JSON. */
  readonly data: unknown;
}

export interface BenchTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
