import { nativeProgram } from '../../native/native.ts';

/** Two programs that know nothing of our drivers, at the two ends of a wire that is made for them. */
export interface BothEnds {
  /** CPUs of the near and the far program. */
  readonly cpus: readonly number[];
  /** `{far}` and `{near}` in both commands stand for the addresses. The run ends with the near one. */
  readonly far: readonly string[];
  readonly near: readonly string[];
  /** True where the far one is a device under test of ours (`dutCommand()`), which is told where to listen. */
  readonly farIsOurs: boolean;
}

/** The command that runs both. It prints what the near one prints. */
export function bothEndsCommand({ cpus, far, near, farIsOurs }: BothEnds): string[] {
  const brief = farIsOurs ? ['--brief'] : [];
  const wire = [nativeProgram('lab-wire'), '--cpus', cpus.slice(0, 2).join(',')];
  return [...wire, ...brief, '--far', ...far, '--near', ...near];
}

/** A near program: round trips to whoever answers at the far end, one at a time. Prints one line of JSON. */
export function roundTripCommand(port: number, seconds: number): string[] {
  return [nativeProgram('lab-roundtrip'), '{far}', String(port), String(seconds)];
}
