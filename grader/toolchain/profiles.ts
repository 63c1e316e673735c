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
 * -g1 for the lines in reports, at four fifths of the compile time of -g. The timed program has no debug information, so
 * that a comment more does not make it another program.
 */
const FOR_SANITIZERS = ['-g1', '-fno-omit-frame-pointer'];
/**
 * The simulated machine tells members by their names (native/simulator/tell/lines.cc), which -g1 has not. Where variables
 * live is what makes -g slow, and nobody asks for it.
 */
const FOR_THE_MACHINE = ['-O1', '-g', '-fno-var-tracking', '-fno-omit-frame-pointer'];
const BY_PROFILE: Readonly<Record<BuildProfile, readonly string[]>> = {
  // The sanitizers' manuals recommend -O1 for speed. What these checks do is short: most of their time is compiling, of
  // which -O0 needs two thirds, and a half where there are many strings.
  address: ['-O0', ...FOR_SANITIZERS, '-fsanitize=address,undefined', '-fno-sanitize-recover=undefined'],
  thread: ['-O1', ...FOR_SANITIZERS, '-fsanitize=thread', '-Wno-tsan'],
  // Every access calls us instead of libtsan, and the code is not told.
  simulated: [...FOR_THE_MACHINE, '-fsanitize=thread', '-Wno-tsan', '-U__SANITIZE_THREAD__'],
  optimized: ['-O2', '-s'],
};

/** The simulated machine stands in for libtsan. */
const SIMULATED_LIBRARIES = ['-nodefaultlibs', '-lstdc++', '-lm', '-lgcc_s', '-lgcc', '-lpthread', '-ldl', '-lc'];
/** Names the lines of a story. Our references to it are weak, so that a program without it can be linked as well. */
const NAMES_LINES = ['-Wl,--undefined=backtrace_create_state,--undefined=backtrace_pcinfo', '-l:libbacktrace.a'];

/** Compiler flags of a profile, linking included. */
export function flagsOf(profile: BuildProfile): string[] {
  return [...COMMON, ...BY_PROFILE[profile]];
}

/** What stands at the end of a command that links a program of this profile. */
export function librariesOf(
  profile: BuildProfile,
  compiler: { readonly description: string; readonly namesLines: boolean },
): string[] {
  if (profile !== 'simulated') return [];
  // g++ leaves its runtime out with the other libraries, clang wants to be told.
  const clang = compiler.description.includes('clang');
  return [
    ...(clang ? ['-fno-sanitize-link-runtime'] : []),
    ...SIMULATED_LIBRARIES,
    ...(compiler.namesLines ? [...NAMES_LINES, '-lc'] : []),
  ];
}

/** Flags of our own half of a program. The simulated machine must not be simulated itself. */
export function harnessFlagsOf(profile: BuildProfile): string[] {
  const flags = profile === 'simulated' ? [...COMMON, '-O1'] : flagsOf(profile);
  // -r would keep the symbols of -s out; position-independent, as the program is.
  return [...flags.filter((flag) => flag !== '-s'), '-r', '-nostdlib', '-fPIE'];
}
