import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildProfile, Exercise } from '../domain/exercise.ts';
import { Bug, UserError } from '../domain/errors.ts';
import type { Paths } from '../domain/paths.ts';
import { cachedCompile, type SourceFile } from './cached-compile.ts';
import type { Compiler } from './compiler.ts';
import { parseDiagnostics, type Diagnostic } from './diagnostics.ts';
import { nativeParts, type ProgramKind } from './native-parts.ts';
import { packageFlags } from './packages.ts';
import { flagsOf, harnessFlagsOf, librariesOf } from './profiles.ts';

export interface BuildRequest {
  readonly compiler: Compiler;
  readonly exercise: Exercise;
  /** Folder with the files to be graded; only those that the exercise names are taken. Null for a program without. */
  readonly submission: string | null;
  /** Our program, below the exercise's folder. */
  readonly source: string;
  /**
   * Which `main` it is linked with. `dut` is a learner's program on the far side of a wire; `wire-check` starts one and
   * drives it, and holds no code of the learner's itself.
   */
  readonly kind: ProgramKind;
  readonly profile: BuildProfile;
  readonly paths: Paths;
  readonly signal: AbortSignal;
  /** Further compiler flags and libraries: peers in benchmarks need them. */
  readonly flags?: readonly string[];
  readonly libraries?: readonly string[];
}

export type BuildOutcome =
  | {
      readonly kind: 'built';
      /** Absolute path; stands as long as the cache does. */
      readonly program: string;
      /** Hash of everything it was made from. */
      readonly contentHash: string;
      /** Hash of the program itself: what a speed verdict is about. */
      readonly codeHash: string;
      readonly seconds: number;
      readonly cached: boolean;
      /** Warnings about the learner's own files. */
      readonly warnings: readonly Diagnostic[];
    }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[]; readonly text: string };

/** A file that a person wrote is smaller; a disk image with the right name is not compiled. */
const LARGEST_FILE = 1024 * 1024;

/**
 * Compiles our program together with the learner's files. What was built before from the same bytes is not built again.
 * A learner's mistake is an outcome; a disk that will not take the product is a `UserError`.
 */
export async function build(request: BuildRequest): Promise<BuildOutcome> {
  const { compiler, exercise, profile, paths, signal, source } = request;
  const harness = await buildHarness(request);
  const wire = wireParts(request);
  const ofPackages = await packageFlags(exercise.packages);
  const arguments_ = [...flagsOf(profile), ...ofPackages.flags, ...(request.flags ?? [])];
  const libraries = [...ofPackages.libraries, ...(request.libraries ?? []), ...librariesOf(profile, compiler)];
  const end = await cachedCompile({
    compiler: compiler.path,
    key: [
      ...['program', compiler.description, source, ...arguments_, '--', ...libraries],
      ...[harness.contentHash, ...ofPackages.versions],
      ...contents(filesBelow(exercise.folder, isSource)),
      ...contents(wire.files),
    ],
    folders: {
      ...{ include: includeFolder(paths), exercise: exercise.folder, harness: harness.folder },
      ...wire.folders,
    },
    staged: learnersFiles(request),
    args: (at) => [
      ...arguments_,
      ...['-I', at('include'), '-I', at('exercise'), '-I', at('submission')],
      ...Object.keys(wire.folders).flatMap((folder) => ['-I', at(folder)]),
      ...['-o', 'program', `${at('exercise')}/${source}`, `${at('harness')}/program`],
      ...wire.archives.map((name) => `${at('native')}/${name}`),
      ...libraries,
    ],
    cacheFolder: paths.cache,
    signal,
  });
  if (end.kind === 'failed') return { ...end, diagnostics: parseDiagnostics(end.text) };
  const { contentHash, codeHash, seconds, cached } = end;
  const theirs = parseDiagnostics(end.text).filter(({ file }) => exercise.files.includes(file));
  return {
    kind: 'built',
    program: join(end.folder, 'program'),
    contentHash,
    codeHash,
    seconds,
    cached,
    warnings: theirs,
  };
}

/** The simulated machine is thirty files: ten seconds on a quiet machine, once. */
const HARNESS_SECONDS = 300;

/** Our `main` for a profile, as one object file: compiled once per compiler and version of the lab. */
export async function buildHarness({
  compiler,
  kind,
  profile,
  paths,
  signal,
}: Pick<BuildRequest, 'compiler' | 'kind' | 'profile' | 'paths' | 'signal'>): Promise<{
  folder: string;
  contentHash: string;
}> {
  const native = join(paths.root, 'native');
  const main = mainOf(kind);
  // A check can have the calls of the learner's code to the kernel followed, and made to fail.
  const further = kind === 'check' ? ['faults'] : [];
  const rooms = profile === 'simulated' ? ['simulator'] : further;
  const files = [
    ...filesBelow(join(native, 'harness'), (name) => name.startsWith(main)).map(below('harness')),
    ...rooms.flatMap((room) => filesBelow(join(native, room), isSource).map(below(room))),
  ];
  const sources = files.map(({ name }) => name).filter((name) => name.endsWith('.cc'));
  const flags = harnessFlagsOf(profile);
  const end = await cachedCompile({
    compiler: compiler.path,
    key: [
      ...['harness', main, compiler.description, ...flags],
      ...contents(filesBelow(includeFolder(paths), isSource)),
      ...contents(files),
    ],
    folders: { include: includeFolder(paths), native },
    staged: [],
    args: (at) => [
      ...flags,
      ...['-I', at('include'), '-I', at('native'), '-o', 'program'],
      ...sources.map((name) => `${at('native')}/${name}`),
    ],
    cacheFolder: paths.cache,
    seconds: HARNESS_SECONDS,
    signal,
  });
  if (end.kind === 'failed') throw new Bug(`the ${main} harness does not compile:\n${end.text}`);
  return end;
}

/** What a kind of program is made of besides, if anything. */
function wireParts({ kind, exercise, paths }: BuildRequest): {
  readonly folders: Readonly<Record<string, string>>;
  readonly archives: readonly string[];
  readonly files: readonly SourceFile[];
} {
  const parts = nativeParts(kind, exercise);
  if (!parts) return { folders: {}, archives: [], files: [] };
  const { rooms, archives } = parts;
  const native = join(paths.root, 'native');
  const headers = rooms.flatMap((room) => filesBelow(join(native, room), isSource));
  const built = archives.map((name) => ({ name, content: readFileSync(join(native, name)) }));
  return { folders: { native }, archives, files: [...headers, ...built] };
}

/** The `main` that a kind of program has. */
function mainOf(kind: ProgramKind): 'arm' | 'check' | 'dut' {
  return kind === 'wire-check' ? 'check' : kind;
}

function learnersFiles({ submission, exercise }: BuildRequest): SourceFile[] {
  return submission === null ? [] : exercise.files.map((name) => readLearnersFile(submission, name));
}

function includeFolder(paths: Paths): string {
  return join(paths.root, 'native', 'include');
}

function readLearnersFile(folder: string, name: string): SourceFile {
  const content = readFileSync(join(folder, name));
  if (content.length > LARGEST_FILE) {
    throw new UserError('file-too-large', `${name} is larger than 1 MiB`, `Look at ${join(folder, name)}.`);
  }
  return { name, content };
}

/** Names that begin with a folder's. */
function below(folder: string): (file: SourceFile) => SourceFile {
  return ({ name, content }) => ({ name: `${folder}/${name}`, content });
}

function isSource(name: string): boolean {
  return /\.(?:cc|hpp|h)$/u.test(name);
}

/** Files below a folder that the predicate takes, by relative path, in order. The starter is nobody's business here. */
function filesBelow(folder: string, take: (name: string) => boolean): SourceFile[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const names = entries.filter((name) => !name.startsWith('starter') && take(name)).toSorted();
  return names.map((name) => ({ name, content: readFileSync(join(folder, name)) }));
}

function contents(files: readonly SourceFile[]): (string | Buffer)[] {
  return files.flatMap(({ name, content }) => [name, content]);
}
