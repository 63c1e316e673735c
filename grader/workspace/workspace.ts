/**
 * The learner's folder: what is laid into it, taken from it, kept of it. Learners never edit inside `exercises/`, so an
 * update of the lab never touches their code; and nothing here ever overwrites or deletes a file of theirs.
 */
export { resolvePaths } from './paths.ts';
export { isUnchanged, layStarter } from './starter.ts';
export { resetWork, undoReset } from './reset.ts';
export { watchFiles, type Watcher } from './watch-files.ts';
export { exerciseOfFolder, solutionNames, submissionFolder } from './submission.ts';
