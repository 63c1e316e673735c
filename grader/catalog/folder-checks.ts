import { statSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES } from '../domain/language.ts';
import { VERDICTS } from '../domain/verdict.ts';
import { fieldOf, listOf } from './fields.ts';
import type { Fault } from './faults.ts';
import { foldersIn, type Place } from './layout.ts';
import { FILE_NAME, SOURCE_NAME } from './schema.ts';

/** Wrong answers, and other good ones, are named by the verdict that they must get. */
const PROMISED = ['impostors', 'alternatives'] as const;

/** Is everything there that `exercise.json` names, and everything that each exercise has? */
export function checkFolders(root: string, { folder, solutions }: Place, raw: unknown): Fault[] {
  const files = names(listOf(raw, 'files'), FILE_NAME);
  const sources = listOf(raw, 'checks').map((check) => fieldOf(check, 'source'));
  const programs = names([...sources, fieldOf(raw, 'arm')], SOURCE_NAME);
  const isSlowWayTold = [...listOf(raw, 'metrics'), ...listOf(raw, 'counts')].length > 0;
  const answers = [
    ...[`${folder}/starter`, `${solutions}/reference`, ...(isSlowWayTold ? [`${solutions}/naive`] : [])],
    ...[...PROMISED, 'unjudged'].flatMap((kind) =>
      foldersIn(join(root, solutions, kind)).map((name) => `${solutions}/${kind}/${name}`),
    ),
  ];
  return [
    ...missing(
      root,
      LANGUAGES.flatMap((language) => [
        `${folder}/task.${language}.md`,
        `${folder}/hints.${language}.md`,
        `${solutions}/WHY.${language}.md`,
      ]),
    ),
    ...missing(
      root,
      programs.map((program) => `${folder}/${program}`),
    ),
    ...missing(
      root,
      answers.flatMap((answer) => files.map((file) => `${answer}/${file}`)),
    ),
    ...PROMISED.flatMap((kind) => unpromised(root, `${solutions}/${kind}`)),
    ...(isSlowWayTold ? [] : needlessNaive(root, `${solutions}/naive`)),
  ];
}

/** Where nothing is timed or counted nobody could tell that it is slow, and nobody would look at it. */
function needlessNaive(root: string, folder: string): Fault[] {
  if (!statSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory()) return [];
  return [{ file: folder, path: '', problem: 'nothing tells it from a good answer', allowed: 'metrics, or counts' }];
}

/** Only what the schema takes for a name is looked for: the rest is a fault already, and may point anywhere. */
function names(values: readonly unknown[], pattern: RegExp): string[] {
  const good = values.filter((value): value is string => typeof value === 'string' && pattern.test(value));
  return [...new Set(good)];
}

function missing(root: string, files: readonly string[]): Fault[] {
  return files
    .filter((file) => !statSync(join(root, file), { throwIfNoEntry: false })?.isFile())
    .map((file) => ({ file, path: '', problem: 'missing', allowed: 'a file' }));
}

function unpromised(root: string, folder: string): Fault[] {
  return foldersIn(join(root, folder))
    .filter((name) => !VERDICTS.some((verdict) => name.startsWith(`${verdict}.`) && name.length > verdict.length + 1))
    .map((name) => ({
      file: `${folder}/${name}`,
      path: '',
      problem: 'the name does not begin with a verdict',
      allowed: `VERDICT.what-it-does, where VERDICT is one of ${VERDICTS.join(', ')}`,
    }));
}
