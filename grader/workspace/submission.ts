import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { hasNaive, type Exercise } from '../domain/exercise.ts';
import type { SubmissionSource } from '../domain/grade-request.ts';
import type { Paths } from '../domain/paths.ts';
import { workFolder } from './starter.ts';

/** Folders of further answers in an exercise's solutions. */
const GROUPS = ['impostors', 'alternatives', 'unjudged'] as const;

/** What `--solution` takes: `reference`, `naive`, `starter`, then `impostors/NAME` and the like. */
export function solutionNames(exercise: Exercise): string[] {
  const grouped = GROUPS.flatMap((group) =>
    foldersIn(join(exercise.solutions, group)).map((name) => `${group}/${name}`),
  );
  return ['reference', ...(hasNaive(exercise) ? ['naive'] : []), 'starter', ...grouped];
}

/**
 * The folder whose files are to be graded; it holds all of them. Throws `UserError` `unknown-solution` or
 * `missing-file`.
 */
export function submissionFolder(source: SubmissionSource, exercise: Exercise, paths: Paths): string {
  const folder = folderOf(source, exercise, paths);
  for (const name of exercise.files) {
    if (isFile(join(folder, name))) continue;
    const next =
      source.kind === 'work'
        ? `lab start lays the files that are missing, or point LAB_WORK to where they are.`
        : `Give a folder that holds ${exercise.files.join(', ')}.`;
    throw new UserError('missing-file', `there is no file ${name} in ${folder}`, next);
  }
  return folder;
}

function folderOf(source: SubmissionSource, exercise: Exercise, paths: Paths): string {
  switch (source.kind) {
    case 'work':
      return workFolder(exercise, paths);
    case 'folder':
      return source.folder;
    case 'solution':
      return solutionFolder(source.name, exercise);
  }
}

/** A name is one of the list or none: nothing that was typed becomes part of a path. */
function solutionFolder(name: string, exercise: Exercise): string {
  const names = solutionNames(exercise);
  const found = names.find((known) => known === name);
  if (found === undefined) throw unknownSolution(name, names, exercise);
  return found === 'starter' ? join(exercise.folder, 'starter') : join(exercise.solutions, found);
}

/** Lists the names that hold what was typed, or all of them where none does. */
function unknownSolution(name: string, names: readonly string[], exercise: Exercise): UserError {
  const wanted = name.toLowerCase().split('/').at(-1) ?? '';
  const similar = wanted === '' ? [] : names.filter((known) => known.includes(wanted));
  const listed = (similar.length > 0 ? similar : names).join(', ');
  return new UserError(
    'unknown-solution',
    `${exercise.id} has no solution ${JSON.stringify(name)}`,
    `There is: ${listed}`,
  );
}

/** The exercise whose work folder this is, or is inside of; symbolic links count as what they point to. */
export function exerciseOfFolder(cwd: string, exercises: readonly Exercise[], paths: Paths): Exercise | undefined {
  const here = realPath(cwd);
  return exercises.find((exercise) => {
    const way = relative(realPath(workFolder(exercise, paths)), here);
    return way === '' || !(way === '..' || way.startsWith(`..${sep}`));
  });
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .flatMap((entry) => (entry.isDirectory() && !entry.name.startsWith('.') ? [entry.name] : []))
      .toSorted();
  } catch {
    return [];
  }
}
