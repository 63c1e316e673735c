import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layStarter, resetWork, undoReset } from './workspace.ts';
import { openWorkshop, STARTER, type Workshop } from './testing.ts';

const NOW = new Date('2026-01-02T03:04:05.678Z');

const reset = ({ exercise, paths }: Workshop): string | null => resetWork(exercise, paths, NOW).backup;
const undo = ({ exercise, paths }: Workshop): string => undoReset(exercise, paths, NOW).restored;

function write({ folder }: Workshop, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/** All files of a folder with what is in them. */
function read(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

const backups = ({ paths }: Workshop): string => join(paths.state, 'backups/two/files');

/** Everything that was ever written and is still somewhere. */
function everything(workshop: Workshop): string[] {
  const folders = [workshop.folder, ...readdirSync(backups(workshop)).map((name) => join(backups(workshop), name))];
  return folders.flatMap((folder) => Object.values(read(folder)));
}

describe('a reset that is killed in the middle', () => {
  const mine = { 'a.hpp': 'my a', 'b.hpp': 'my b' };

  /** What a kill leaves after `moved` files: the rest, and a backup with the mark of an unfinished one. */
  function kill(workshop: Workshop, moved: readonly string[]): void {
    write(workshop, mine);
    const open = join(backups(workshop), '2026-01-01T00-00-00.000Z.unfinished');
    mkdirSync(open, { recursive: true });
    for (const name of moved) renameSync(join(workshop.folder, name), join(open, name));
  }

  const WHERE = [[[]], [['a.hpp']], [['a.hpp', 'b.hpp']]];

  it.each(WHERE)('is brought back whole by an undo (moved: %j)', (moved) => {
    using workshop = openWorkshop();
    kill(workshop, moved);
    if (moved.length > 0) undo(workshop);
    expect(read(workshop.folder)).toEqual(mine);
  });

  it.each(WHERE)('is brought back whole by an undo after the next grade has laid the starter (moved: %j)', (moved) => {
    using workshop = openWorkshop();
    kill(workshop, moved);
    layStarter(workshop.exercise, workshop.paths);
    if (moved.length > 0) undo(workshop);
    expect(read(workshop.folder)).toEqual(mine);
  });

  it.each(WHERE)('is finished by the next reset, and one undo brings all of it back (moved: %j)', (moved) => {
    using workshop = openWorkshop();
    kill(workshop, moved);
    layStarter(workshop.exercise, workshop.paths);
    expect(reset(workshop)).not.toBeNull();
    expect(read(workshop.folder)).toEqual(STARTER);
    expect(readdirSync(backups(workshop)).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
    undo(workshop);
    expect(read(workshop.folder)).toEqual(mine);
  });

  it('loses nothing when the learner went on working in between', () => {
    using workshop = openWorkshop();
    kill(workshop, ['a.hpp']);
    write(workshop, { 'a.hpp': 'a again' });
    reset(workshop);
    expect(read(workshop.folder)).toEqual(STARTER);
    expect(everything(workshop)).toEqual(expect.arrayContaining(['my a', 'my b', 'a again']));
    undo(workshop);
    expect(read(workshop.folder)).toEqual({ 'a.hpp': 'a again', 'b.hpp': 'my b' });
  });

  it('loses nothing when it was the undo that was killed, at any file', () => {
    for (const placed of [[], ['a.hpp']] as const) {
      using workshop = openWorkshop();
      write(workshop, mine);
      const backup = reset(workshop) ?? '';
      write(workshop, { 'a.hpp': 'later a', 'b.hpp': 'later b' });
      const aside = join(backups(workshop), '2026-01-03T00-00-00.000Z');
      cpSync(workshop.folder, aside, { recursive: true });
      rmSync(workshop.folder, { recursive: true });
      mkdirSync(workshop.folder);
      for (const name of placed) cpSync(join(backup, name), join(workshop.folder, name));
      undo(workshop);
      undo(workshop);
      expect(everything(workshop)).toEqual(expect.arrayContaining(['my a', 'my b', 'later a', 'later b']));
    }
  });
});
