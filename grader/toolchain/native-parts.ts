import type { Exercise } from '../domain/exercise.ts';

/** Whose `main` a program has, and where the learner's code is: see `BuildRequest.kind`. */
export type ProgramKind = 'arm' | 'check' | 'dut' | 'wire-check';

/** What of the native core a program is made of, besides the public headers. */
export interface NativeParts {
  /** Folders of `native/` with headers that the program may include as `trafficgen/traffic.hpp`. */
  readonly rooms: readonly string[];
  /** Built with the native core, and not on every machine anew. Who uses nothing of one gets nothing of it. */
  readonly archives: readonly string[];
}

/** What a check over a wire is linked with besides: our side of it. */
const WIRE: NativeParts = { rooms: ['wire', 'netload'], archives: ['build/liblab_netload.a', 'build/liblab_core.a'] };
/** What a check over ports of DPDK is linked with besides: it may run trials with the traffic generator's own code. */
const PORTS: NativeParts = {
  rooms: ['trafficgen', 'netload', 'core'],
  archives: ['build/liblab_trafficgen.a', 'build/trafficgen/liblab_frames.a', ...WIRE.archives],
};

/** What a program of this kind is made of besides; null: nothing. */
export function nativeParts(kind: ProgramKind, { testbed }: Pick<Exercise, 'testbed'>): NativeParts | null {
  if (kind === 'wire-check') return WIRE;
  return kind === 'check' && testbed === 'dpdk' ? PORTS : null;
}
