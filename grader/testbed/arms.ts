import type { Role } from '../domain/rounds.ts';

/** The optimized programs to be measured against each other, by role. */
export type ArmPrograms = Readonly<Record<Role, string>>;

/** A place programs are measured in. Opened, used, and always undone. */
export interface Testbed extends AsyncDisposable {
  /** Complete command of one arm, sandbox and load generator included; file descriptor 3 will be its channel. */
  readonly argv: Readonly<Record<Role, readonly string[]>>;
  /** True where the arms are load generators of ours, each with its program on the far side of a wire. */
  readonly driven: boolean;
  /** CPUs that the arms' threads belong on, in the order `lab::Order::cpus` gives them. */
  readonly cpus: readonly number[];
}
