import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { UserError } from '../../../grader/domain/errors.ts';
import type { Exercise } from '../../../grader/domain/exercise.ts';
import type { Receipt } from '../../../grader/domain/receipt.ts';

/** `spsc_ring.hpp:41:7: error: …`, as the pipeline begins the detail of a build that failed. */
const PLACE = /^(?<file>[^:\s]+):(?<line>\d+):/u;

/**
 * Opens the learner's file in `$VISUAL`, else `$EDITOR`, at the compiler's first error where there is one, and waits
 * until it is closed.
 */
export function openEditor(folder: string, exercise: Exercise, receipt: Receipt | null): void {
  const editor = process.env['VISUAL'] || process.env['EDITOR'];
  if (!editor)
    throw new UserError('no-editor', 'neither VISUAL nor EDITOR says which editor to open', 'export EDITOR=vim');
  const place = PLACE.exec(receipt?.detail ?? '')?.groups;
  const theirs = place?.['file'] !== undefined && exercise.files.includes(place['file']);
  const file = join(folder, theirs ? (place['file'] ?? '') : (exercise.files[0] ?? ''));
  // `EDITOR="code --wait"` is a command with arguments; +LINE is understood by vi, emacs, nano and many more.
  const [command = editor, ...args] = editor.split(' ').filter((word) => word !== '');
  const line = theirs && !/code|subl|zed/u.test(command) ? [`+${place['line'] ?? '1'}`] : [];
  const { error } = spawnSync(command, [...args, ...line, file], { stdio: 'inherit' });
  if (error)
    throw new UserError(
      'no-editor',
      `cannot start ${command}: ${error.message}`,
      'Set EDITOR to one that is installed.',
    );
}
