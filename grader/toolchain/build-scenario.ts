import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import type { Paths } from '../domain/paths.ts';
import { buildHarness } from './build.ts';
import { cachedCompile, type SourceFile } from './cached-compile.ts';
import type { Compiler } from './compiler.ts';
import { flagsOf, librariesOf } from './profiles.ts';

export interface ScenarioRequest {
  readonly compiler: Compiler;
  /** Absolute path of a C++ file that defines `lab::scenario`. */
  readonly file: string;
  readonly paths: Paths;
  readonly signal: AbortSignal;
}

export type ScenarioBuild =
  | { readonly kind: 'built'; readonly program: string }
  | { readonly kind: 'failed'; readonly text: string };

/** Larger is nothing that a person wrote; more headers than that are not the folder of one experiment. */
const LARGEST_FILE = 1024 * 1024;
const MOST_HEADERS = 100;

/** Compiles one file of the learner's for the simulated machine. It sees the system's headers, ours, and those beside it. */
export async function buildScenario({ compiler, file, paths, signal }: ScenarioRequest): Promise<ScenarioBuild> {
  const harness = await buildHarness({ compiler, kind: 'check', profile: 'simulated', paths, signal });
  const native = join(paths.root, 'native');
  const entry = readFileSync(join(native, 'harness', ENTRY));
  const staged = stage(file);
  const flags = flagsOf('simulated');
  const libraries = librariesOf('simulated', compiler);
  const end = await cachedCompile({
    compiler: compiler.path,
    key: ['scenario', compiler.description, basename(file), ...flags, '--', ...libraries, harness.contentHash, entry],
    folders: { include: join(native, 'include'), native, harness: harness.folder },
    staged,
    args: (at) => [
      ...flags,
      ...['-I', at('include'), '-I', at('submission'), '-o', 'program'],
      ...[`${at('submission')}/${basename(file)}`, `${at('native')}/harness/${ENTRY}`],
      ...[`${at('harness')}/program`, ...libraries],
    ],
    cacheFolder: paths.cache,
    signal,
  });
  if (end.kind === 'failed') return { kind: 'failed', text: withHint(end.text) };
  return { kind: 'built', program: join(end.folder, 'program') };
}

/** Our half of a scenario's program: it explores what the learner's half defines. */
const ENTRY = 'scenario.cc';

function stage(file: string): SourceFile[] {
  const folder = dirname(file);
  const headers = readdirSync(folder).filter((name) => /\.(?:hpp|h)$/u.test(name) && name !== basename(file));
  return [basename(file), ...headers.slice(0, MOST_HEADERS)].map((name) => {
    const path = join(folder, name);
    if (statSync(path).size > LARGEST_FILE) {
      throw new UserError('file-too-large', `${name} is larger than 1 MiB`, `Look at ${path}.`);
    }
    return { name, content: readFileSync(path) };
  });
}

/** What the linker says of a file without a scenario is a riddle. */
function withHint(text: string): string {
  if (!text.includes('lab::scenario')) return text;
  return `The file has to define \`void lab::scenario(lab::World& world)\`: docs/simulator.md shows one.\n${text}`;
}
