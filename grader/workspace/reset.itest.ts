import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layStarter, resetWork, undoReset } from './workspace.ts';
import { refusal, mountTinyDisk, NEEDS_MOUNT, openWorkshop, STARTER, type Workshop } from './testing.ts';

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

describe('resetWork', () => {
  it('brings the starter back and keeps what was there under the time', () => {
    using workshop = openWorkshop();
    write(workshop, { 'a.hpp': 'mine', 'b.hpp': STARTER['b.hpp'], 'notes.md': 'stays' });
    const backup = reset(workshop);
    expect(backup).toBe(join(backups(workshop), '2026-01-02T03-04-05.678Z'));
    expect(read(backup ?? '')).toEqual({ 'a.hpp': 'mine', 'b.hpp': STARTER['b.hpp'] });
    expect(read(workshop.folder)).toEqual({ ...STARTER, 'notes.md': 'stays' });
  });

  it('keeps nothing where there is nothing of the learner’s, and lays what is missing', () => {
    using workshop = openWorkshop();
    expect(reset(workshop)).toBeNull();
    expect(read(workshop.folder)).toEqual(STARTER);
    rmSync(join(workshop.folder, 'a.hpp'));
    expect(reset(workshop)).toBeNull();
    expect(read(workshop.folder)).toEqual(STARTER);
    expect(existsSync(backups(workshop))).toBe(false);
  });

  it('keeps each of two in the same millisecond', () => {
    using workshop = openWorkshop();
    for (const text of ['first', 'second', 'third']) {
      write(workshop, { 'a.hpp': text });
      reset(workshop);
    }
    const kept = readdirSync(backups(workshop)).toSorted();
    expect(kept.map((name) => read(join(backups(workshop), name))['a.hpp'])).toEqual(['first', 'second', 'third']);
  });

  it('keeps a link as a link, and does not touch what it leads to', () => {
    using workshop = openWorkshop();
    const elsewhere = join(workshop.paths.root, 'elsewhere.hpp');
    writeFileSync(elsewhere, 'mine');
    mkdirSync(workshop.folder, { recursive: true });
    symlinkSync(elsewhere, join(workshop.folder, 'a.hpp'));
    reset(workshop);
    expect(read(workshop.folder)).toEqual(STARTER);
    expect(readFileSync(elsewhere, 'utf8')).toBe('mine');
    undo(workshop);
    expect(readlinkSync(join(workshop.folder, 'a.hpp'))).toBe(elsewhere);
  });

  it('moves across file systems', ({ skip }) => {
    using disk = mountTinyDisk(256) ?? skip(NEEDS_MOUNT);
    using workshop = openWorkshop();
    const far = { ...workshop, paths: { ...workshop.paths, state: disk.folder } };
    write(workshop, { 'a.hpp': 'mine' });
    expect(read(reset(far) ?? '')).toEqual({ 'a.hpp': 'mine' });
    expect(read(workshop.folder)).toEqual(STARTER);
    undo(far);
    expect(read(workshop.folder)).toMatchObject({ 'a.hpp': 'mine' });
  });

  it('changes nothing on a full disk', ({ skip }) => {
    using disk = mountTinyDisk(64) ?? skip(NEEDS_MOUNT);
    using workshop = openWorkshop({ work: disk.folder });
    write(workshop, { 'a.hpp': 'mine', 'b.hpp': 'mine, too' });
    const filler = join(disk.folder, 'filler');
    expect(() => {
      writeFileSync(filler, 'x'.repeat(1_000_000));
    }).toThrow('ENOSPC');
    expect(refusal(() => reset(workshop)).code).toBe('work-unwritable');
    expect(read(workshop.folder)).toEqual({ 'a.hpp': 'mine', 'b.hpp': 'mine, too' });
    rmSync(filler);
    expect(reset(workshop)).not.toBeNull();
  });

  it('says what to do where no backup can be written, and changes nothing', () => {
    using workshop = openWorkshop();
    write(workshop, { 'a.hpp': 'mine', 'b.hpp': 'mine, too' });
    writeFileSync(workshop.paths.state, 'a file in place of the folder');
    expect(refusal(() => reset(workshop)).code).toBe('work-unwritable');
    expect(read(workshop.folder)).toEqual({ 'a.hpp': 'mine', 'b.hpp': 'mine, too' });
  });
});

describe('undoReset', () => {
  it('brings back what the last reset took', () => {
    using workshop = openWorkshop();
    const mine = { 'a.hpp': 'mine', 'b.hpp': 'mine, too' };
    write(workshop, mine);
    const backup = reset(workshop);
    expect(undo(workshop)).toBe(backup);
    expect(read(workshop.folder)).toEqual(mine);
    expect(read(backup ?? '')).toEqual(mine);
    // The starter that it replaced is nobody's work.
    expect(readdirSync(backups(workshop))).toHaveLength(1);
    expect(refusal(() => undo(workshop))).toMatchObject({ code: 'nothing-to-undo' });
  });

  it('keeps what was written since, and brings that back when it is undone in turn', () => {
    using workshop = openWorkshop();
    write(workshop, { 'a.hpp': 'before' });
    reset(workshop);
    write(workshop, { 'a.hpp': 'after' });
    undo(workshop);
    expect(read(workshop.folder)).toMatchObject({ 'a.hpp': 'before' });
    undo(workshop);
    expect(read(workshop.folder)).toMatchObject({ 'a.hpp': 'after' });
    undo(workshop);
    expect(read(workshop.folder)).toMatchObject({ 'a.hpp': 'before' });
  });

  it('does not let a later edit change the backup', () => {
    using workshop = openWorkshop();
    write(workshop, { 'a.hpp': 'mine' });
    const backup = reset(workshop) ?? '';
    undo(workshop);
    // In place, as many editors do it.
    writeFileSync(join(workshop.folder, 'a.hpp'), 'edited', { flag: 'r+' });
    expect(read(backup)).toEqual({ 'a.hpp': 'mine' });
  });

  it('has nothing to do where nothing was reset', () => {
    using workshop = openWorkshop();
    layStarter(workshop.exercise, workshop.paths);
    expect(refusal(() => undo(workshop)).code).toBe('nothing-to-undo');
  });
});
