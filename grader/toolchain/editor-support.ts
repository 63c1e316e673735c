import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diskError } from '../domain/errors.ts';
import type { Exercise } from '../domain/exercise.ts';
import type { Paths } from '../domain/paths.ts';

/**
 * Lets clangd understand the learner's files on first open: `work/compile_commands.json` with one entry a file, and
 * `work/.clangd` for what the database cannot say. Written again only when it would change: clangd watches it.
 */
export function writeEditorSupport(exercises: readonly Exercise[], paths: Paths): void {
  const database = exercises.flatMap((exercise) => entries(exercise, paths));
  try {
    mkdirSync(paths.work, { recursive: true });
    writeIfNew(join(paths.work, 'compile_commands.json'), `${JSON.stringify(database, null, 2)}\n`);
    writeIfNew(join(paths.work, '.clangd'), CLANGD);
  } catch (error) {
    throw diskError(error, paths.work);
  }
}

const CLANGD = `# Written by the lab, so that clangd knows what the grader knows.
CompileFlags:
  Add: [-Wall, -Wextra]
Diagnostics:
  # A header of templates is complete although nothing here uses all of it.
  UnusedIncludes: None
`;

interface DatabaseEntry {
  readonly directory: string;
  readonly file: string;
  readonly arguments: readonly string[];
}

function entries(exercise: Exercise, paths: Paths): DatabaseEntry[] {
  const folder = join(paths.work, exercise.id);
  return exercise.files.map((name) => ({
    directory: folder,
    file: join(folder, name),
    // clang++ whatever compiles here: clangd is Clang, and takes its system headers from the driver's name.
    arguments: [
      ...['clang++', ...(name.endsWith('.hpp') ? ['-xc++-header'] : []), '-std=c++20', '-pthread'],
      ...['-I', join(paths.root, 'native/include'), '-I', exercise.folder, '-I', folder, '-c', join(folder, name)],
    ],
  }));
}

function writeIfNew(file: string, text: string): void {
  let before = '';
  try {
    before = readFileSync(file, 'utf8');
  } catch {
    mkdirSync(dirname(file), { recursive: true });
  }
  if (before !== text) writeFileSync(file, text);
}
