import type { Role } from '../domain/rounds.ts';

/** The optimized programs to be measured against each other, by role. */
export type ArmPrograms = Readonly<Record<Role, string>>;

/** A place programs are measured in. Opened, used, and always undone. */
export interface Testbed extends AsyncDisposable {
  /** Complete command of one arm, its sandbox included; file descriptor 3 will be its channel. */
  readonly argv: Readonly<Record<Role, readonly string[]>>;
  /** CPUs that the arms' threads belong on, in the order `lab::Order::cpus` gives them. */
  readonly cpus: readonly number[];
  /** What the result must name, because a figure means nothing without it: `2 threads of one process`. */
  readonly description: string;
}
