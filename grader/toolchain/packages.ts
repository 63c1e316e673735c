import type { Package } from '../domain/exercise.ts';
import { UserError } from '../domain/errors.ts';
import { pkgConfig } from '../process/process.ts';

/** What the compiler has to be told to use some libraries. */
export interface PackageFlags {
  readonly flags: readonly string[];
  readonly libraries: readonly string[];
  /** Another version makes another program, even where its files are called the same. */
  readonly versions: readonly string[];
}

/** The package of Debian and Ubuntu that brings each, and what pkg-config does not say of it. */
const KNOWN: Readonly<Record<Package, { readonly debian: string; readonly libraries: readonly string[] }>> = {
  // Ports that are made of rings have a header of their own, and pkg-config leaves the drivers out.
  libdpdk: { debian: 'libdpdk-dev', libraries: ['-lrte_net_ring'] },
};

const asked = new Map<Package, Promise<PackageFlags>>();

/** Flags and libraries of these packages, as pkg-config knows them. A `UserError` where one is not installed. */
export async function packageFlags(packages: readonly Package[]): Promise<PackageFlags> {
  const all = await Promise.all(
    packages.map(async (name) => {
      const answer = asked.get(name) ?? ask(name);
      asked.set(name, answer);
      return await answer;
    }),
  );
  return {
    flags: all.flatMap(({ flags }) => flags),
    libraries: all.flatMap(({ libraries }) => libraries),
    versions: all.flatMap(({ versions }) => versions),
  };
}

/** A library of one's own may need others beside it, which the linker does not look for where it found the first. */
function whereTheyLookFurther(libraries: readonly string[]): string[] {
  return libraries.filter((word) => word.startsWith('-L')).map((word) => `-Wl,-rpath-link,${word.slice(2)}`);
}

async function ask(name: Package): Promise<PackageFlags> {
  const [flags, libraries, version] = await Promise.all([
    pkgConfig(['--cflags', name]),
    pkgConfig(['--libs', name]),
    pkgConfig(['--modversion', name]),
  ]);
  if (flags === null || libraries === null) {
    asked.delete(name);
    const { debian } = KNOWN[name];
    throw new UserError('no-package', `the library ${name} is not installed`, `apt-get install pkg-config ${debian}`);
  }
  // As system headers: they warn about themselves in C++20, and the reader can do nothing about it.
  const quiet = flags.flatMap((flag) => (flag.startsWith('-I') ? ['-isystem', flag.slice(2)] : [flag]));
  return {
    flags: quiet,
    libraries: [...libraries, ...KNOWN[name].libraries, ...whereTheyLookFurther(libraries)],
    versions: version ?? [],
  };
}
