/** Where things are at run time, resolved once per process (`grader/workspace`). All absolute. */
export interface Paths {
  /** The checkout: `exercises/`, `solutions/`, `native/` are below it. */
  readonly root: string;
  /** The learner's files, one folder an exercise (`LAB_WORK`, else `work/`). */
  readonly work: string;
  /** Our own state beside the learner's files: ledger, evidence, backups, logs (`work/.lab`). */
  readonly state: string;
  /** Content-hash build cache (`LAB_CACHE`, else `.cache/lab`): safe to delete at any time. */
  readonly cache: string;
}
