import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Exercise } from '../domain/exercise.ts';
import type { SubmissionSource } from '../domain/grade-request.ts';
import { exerciseOfFolder, isUnchanged, layStarter, solutionNames, submissionFolder } from './workspace.ts';
import { refusal, mountTinyDisk, NEEDS_MOUNT, openWorkshop, STARTER, type Workshop } from './testing.ts';

const solution = (name: string): SubmissionSource => ({ kind: 'solution', name });
const of = ({ exercise, paths }: Workshop, source: SubmissionSource): string =>
  submissionFolder(source, exercise, paths);

describe('layStarter', () => {
  it('lays what is not there, and never overwrites what is', () => {
    using workshop = openWorkshop();
    const { exercise, paths, folder } = workshop;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'b.hpp'), 'mine');
    expect(layStarter(exercise, paths)).toEqual({ laid: ['a.hpp'] });
    expect(readFileSync(join(folder, 'a.hpp'), 'utf8')).toBe(STARTER['a.hpp']);
    expect(readFileSync(join(folder, 'b.hpp'), 'utf8')).toBe('mine');
    expect(readdirSync(folder).toSorted()).toEqual(['a.hpp', 'b.hpp']);
  });

  it('changes nothing at all when all is there', () => {
    using workshop = openWorkshop();
    const { exercise, paths, folder } = workshop;
    expect(layStarter(exercise, paths).laid).toEqual(['a.hpp', 'b.hpp']);
    const before = [folder, join(folder, 'a.hpp')].map((path) => statSync(path).ctimeMs);
    expect(layStarter(exercise, paths)).toEqual({ laid: [] });
    expect([folder, join(folder, 'a.hpp')].map((path) => statSync(path).ctimeMs)).toEqual(before);
  });

  it('takes a link that leads nowhere for something that is there', () => {
    using workshop = openWorkshop();
    const { exercise, paths, folder } = workshop;
    mkdirSync(folder, { recursive: true });
    symlinkSync('/nowhere/a.hpp', join(folder, 'a.hpp'));
    expect(layStarter(exercise, paths).laid).toEqual(['b.hpp']);
    expect(lstatSync(join(folder, 'a.hpp')).isSymbolicLink()).toBe(true);
  });

  it('says what to do where nothing can be written', () => {
    using workshop = openWorkshop();
    const { exercise, paths } = workshop;
    writeFileSync(paths.work, 'a file in place of the folder');
    const { code, next } = refusal(() => layStarter(exercise, paths));
    expect(code).toBe('work-unwritable');
    expect(next).toContain('LAB_WORK');
  });

  it('leaves nothing half on a full disk', ({ skip }) => {
    using disk = mountTinyDisk(16) ?? skip(NEEDS_MOUNT);
    using workshop = openWorkshop({ work: disk.folder });
    const { exercise, paths, folder } = workshop;
    writeFileSync(join(exercise.folder, 'starter/b.hpp'), 'x'.repeat(100_000));
    const { code, message } = refusal(() => layStarter(exercise, paths));
    expect([code, message]).toEqual(['work-unwritable', `there is no room left to write in ${folder}`]);
    expect(readdirSync(folder).filter((name) => name !== 'a.hpp')).toEqual([]);
  });
});

describe('isUnchanged', () => {
  it('holds until one byte of one file is another', () => {
    using workshop = openWorkshop();
    const { exercise, paths, folder } = workshop;
    expect(isUnchanged(exercise, folder)).toBe(false);
    layStarter(exercise, paths);
    writeFileSync(join(folder, 'notes.md'), 'not one of the files');
    expect(isUnchanged(exercise, folder)).toBe(true);
    writeFileSync(join(folder, 'b.hpp'), `${STARTER['b.hpp']}\n`);
    expect(isUnchanged(exercise, folder)).toBe(false);
  });

  it('looks through links', () => {
    using workshop = openWorkshop();
    const { exercise, folder } = workshop;
    mkdirSync(folder, { recursive: true });
    for (const name of exercise.files) symlinkSync(join(exercise.folder, 'starter', name), join(folder, name));
    expect(isUnchanged(exercise, folder)).toBe(true);
  });
});

describe('submissionFolder', () => {
  it('knows the answers that the folders hold, and no others', () => {
    using workshop = openWorkshop();
    const { exercise } = workshop;
    const names = solutionNames(exercise);
    expect(names).toEqual([
      'reference',
      'naive',
      'starter',
      'impostors/incorrect.zero',
      'alternatives/passed.other',
      'unjudged/odd',
    ]);
    for (const name of names) {
      const expected = name === 'starter' ? join(exercise.folder, 'starter') : join(exercise.solutions, name);
      expect(of(workshop, solution(name))).toBe(expected);
    }
  });

  it.each([
    '',
    '.',
    '..',
    'impostors',
    'impostors/',
    'impostors/..',
    '../../../etc',
    '/etc',
    'impostors/../reference',
    'peers/boost',
    'REFERENCE',
    '__proto__',
  ])('does not take "%s" for an answer', (name) => {
    using workshop = openWorkshop();
    const { code, next } = refusal(() => of(workshop, solution(name)));
    expect(code).toBe('unknown-solution');
    expect(next).toMatch(/^There is: .*(?:reference|impostors)/u);
  });

  it('lists the names that hold what was typed, and all of them where none does', () => {
    using workshop = openWorkshop();
    expect(refusal(() => of(workshop, solution('zero'))).next).toBe('There is: impostors/incorrect.zero');
    const all = `There is: ${solutionNames(workshop.exercise).join(', ')}`;
    expect(refusal(() => of(workshop, solution('quantum'))).next).toBe(all);
  });

  it('names the file that is missing, for each kind of folder', () => {
    using workshop = openWorkshop();
    const { exercise, paths, folder } = workshop;
    expect(refusal(() => of(workshop, { kind: 'work' }))).toMatchObject({
      code: 'missing-file',
      message: `there is no file a.hpp in ${folder}`,
    });
    layStarter(exercise, paths);
    expect(of(workshop, { kind: 'work' })).toBe(folder);
    expect(of(workshop, { kind: 'folder', folder })).toBe(folder);
    rmSync(join(folder, 'b.hpp'));
    mkdirSync(join(folder, 'b.hpp'));
    expect(refusal(() => of(workshop, { kind: 'folder', folder })).message).toContain('no file b.hpp');
    expect(refusal(() => of(workshop, { kind: 'folder', folder: '/nowhere' })).code).toBe('missing-file');
    rmSync(join(exercise.solutions, 'naive/a.hpp'));
    expect(refusal(() => of(workshop, solution('naive'))).code).toBe('missing-file');
  });
});

describe('exerciseOfFolder', () => {
  it('is the exercise in whose folder one is, at any depth, and none elsewhere', () => {
    using workshop = openWorkshop();
    const { exercise, paths, folder } = workshop;
    const other = { ...exercise, id: 'two/fi' } as Exercise;
    const find = (cwd: string): string | undefined => exerciseOfFolder(cwd, [other, exercise], paths)?.id;
    mkdirSync(join(folder, 'build/deep'), { recursive: true });
    mkdirSync(`${folder}-old`);
    mkdirSync(join(folder, '..hidden'));
    expect([folder, join(folder, 'build/deep'), join(folder, '..hidden')].map(find)).toEqual(
      Array.from({ length: 3 }, () => 'two/files'),
    );
    expect([`${folder}-old`, join(folder, '..'), paths.work, '/', '/nowhere'].map(find)).toEqual(
      Array.from({ length: 5 }),
    );
  });

  it('sees through links, on either side', () => {
    using workshop = openWorkshop();
    const { exercise, paths, folder } = workshop;
    mkdirSync(folder, { recursive: true });
    const link = join(paths.root, 'link');
    symlinkSync(paths.work, link);
    expect(exerciseOfFolder(join(link, 'two/files'), [exercise], paths)).toBe(exercise);
    expect(exerciseOfFolder(folder, [exercise], { ...paths, work: link })).toBe(exercise);
    expect(existsSync(folder)).toBe(true);
  });
});
