import type { BuildProfile } from '../domain/exercise.ts';

/** C++20, the warnings worth a learner's time, and nothing in the program that changes from build to build. */
const COMMON = [
  '-std=c++20',
  '-pthread',
  '-Wall',
  '-Wextra',
  '-fdiagnostics-color=never',
  '-fmax-errors=5',
  '-Wl,--build-id=none',
];

/**
 * -O1 with frame pointers is what the sanitizers' manuals recommend; -g1 for the lines in their reports, at four fifths
 * of the compile time of -g. The timed program has no debug information, so that a comment more does not make it another program.
 */
const BY_PROFILE: Readonly<Record<BuildProfile, readonly string[]>> = {
  address: ['-O1', '-g1', '-fno-omit-frame-pointer', '-fsanitize=address,undefined', '-fno-sanitize-recover=undefined'],
  thread: ['-O1', '-g1', '-fno-omit-frame-pointer', '-fsanitize=thread', '-Wno-tsan'],
  optimized: ['-O2', '-s'],
};

/** Compiler flags of a profile, linking included. */
export function flagsOf(profile: BuildProfile): string[] {
  return [...COMMON, ...BY_PROFILE[profile]];
}
