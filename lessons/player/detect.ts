/** What the machine says of a step: done, not yet, or that it cannot be seen here. */
export interface Detected {
  readonly state: 'done' | 'open' | 'unknown';
  /** What was looked at and what was there: `free_hugepages = 0`. */
  readonly seen: string;
}
