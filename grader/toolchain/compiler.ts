import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { run } from '../process/process.ts';

/** A C++ compiler that was seen answering. */
export interface Compiler {
  /** Absolute. */
  readonly path: string;
  /** `g++ (Debian 12.2.0-14) 12.2.0`: names it in receipts, and its cached products with it. */
  readonly description: string;
  /** GCC's library that reads debug information is there: `libbacktrace.a`, on Debian a part of every GCC. */
  readonly namesLines: boolean;
}

const CANDIDATES = ['g++', 'clang++', 'c++'];
/** C++20's <span> and <concepts> came with GCC 10; Clang brings GCC's library. */
const ASK_SECONDS = 10;
const INSTALL = 'apt-get install g++ (or set CXX to the compiler you want)';

let found: Promise<Compiler> | undefined;

/**
 * The compiler that everything is built with: `CXX` where it is set, else the first of g++, clang++, c++ on the path.
 * Asked once per process. Throws `UserError` `no-compiler` where there is none.
 */
export async function findCompiler(signal?: AbortSignal): Promise<Compiler> {
  found ??= ask(process.env['CXX'], signal);
  try {
    return await found;
  } catch (error) {
    found = undefined;
    throw error;
  }
}

async function ask(wanted: string | undefined, signal?: AbortSignal): Promise<Compiler> {
  const names = wanted ? [wanted] : CANDIDATES;
  const path = names.map(onPath).find((each) => each !== undefined);
  if (path === undefined) {
    throw new UserError('no-compiler', `there is no C++ compiler here (looked for ${names.join(', ')})`, INSTALL);
  }
  const answer = await run({ argv: [path, '--version'], seconds: ASK_SECONDS, ...(signal ? { signal } : {}) });
  if (answer.ending.kind !== 'exited' || answer.ending.code !== 0) {
    throw new UserError('no-compiler', `${path} does not answer to --version`, INSTALL);
  }
  const library = await run({ argv: [path, '-print-file-name=libbacktrace.a'], seconds: ASK_SECONDS });
  // A compiler that does not know the file says its name again.
  const namesLines = library.stdout.trim().includes('/');
  return { path, description: answer.stdout.split('\n', 1)[0] ?? path, namesLines };
}

function onPath(name: string): string | undefined {
  if (name.includes('/')) return existsSync(name) ? name : undefined;
  const folders = (process.env['PATH'] ?? '/usr/bin:/bin').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
