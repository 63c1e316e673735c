import { findExercise, loadCatalog, type Catalog } from '../grader/catalog/catalog.ts';
import { LANGUAGES, type Language } from '../grader/domain/language.ts';
import type { Exercise } from '../grader/domain/exercise.ts';
import type { Paths } from '../grader/domain/paths.ts';
import type { Progress } from '../grader/domain/progress.ts';
import { openLedger } from '../grader/ledger/ledger.ts';
import type { GradeContext } from '../grader/pipeline/grade.ts';
import type { Screen } from '../grader/render/screen.ts';
import { exerciseOfFolder, resolvePaths } from '../grader/workspace/workspace.ts';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import process from 'node:process';

/** Options that every command understands. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly plain?: boolean;
  readonly lang?: Language;
}

/** What a command has at hand: where things are, how the terminal looks, when to stop. */
export interface App {
  readonly paths: Paths;
  readonly screen: Screen;
  /** True where the language of the texts was asked for, and is not only that of the system. */
  readonly asksForLanguage: boolean;
  readonly json: boolean;
  /** True where a line may be drawn over: progress is then a picture and not a log. */
  readonly live: boolean;
  /** Fires at Ctrl-C and when the terminal goes away. */
  readonly signal: AbortSignal;
  /** The result: goes to standard output. */
  readonly print: (text: string) => void;
  /** Everything else, for the eyes: goes to standard error. */
  readonly say: (text: string) => void;
}

/** Below it lines are broken so often that a terminal's own wrapping reads better. */
const NARROWEST = 40;
const USUAL_COLUMNS = 80;
/** Longer lines than this are hard to read, however wide the window is. */
const WIDEST = 100;

/** Looks at the process once: environment, terminal, languages. */
export function openApp(options: CommonOptions, signal: AbortSignal): App {
  const { env, stdout, stderr } = process;
  const dumb = env['TERM'] === 'dumb';
  const plain = options.plain === true || dumb;
  const onScreen = stdout.isTTY && !plain;
  return {
    paths: resolvePaths(env),
    screen: {
      columns: Math.min(WIDEST, Math.max(NARROWEST, stdout.isTTY ? stdout.columns : USUAL_COLUMNS)),
      colour: onScreen && !env['NO_COLOR'],
      unicode: isUtf8(),
      links: onScreen && !env['CI'],
      language: options.lang ?? languageOf(),
    },
    asksForLanguage: options.lang !== undefined || Boolean(env['LAB_LANG']),
    json: options.json === true,
    live: stderr.isTTY && onScreen && !options.json && !env['CI'],
    signal,
    print: (text) => {
      stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    say: (text) => {
      stderr.write(text.endsWith('\n') ? text : `${text}\n`);
    },
  };
}

/** The context of the pipeline, without progress. */
export function gradeContext(app: App): GradeContext {
  return { signal: app.signal, onEvent: () => {}, paths: app.paths, now: () => new Date() };
}

/** The catalog, and which exercise is meant: by name, by the folder that we are in, else the next open one. */
export function chooseExercise(app: App, text: string | undefined): { catalog: Catalog; exercise: Exercise } {
  const catalog = loadCatalog(app.paths.root);
  if (text !== undefined) return { catalog, exercise: findExercise(catalog, text) };
  const here = exerciseOfFolder(process.cwd(), catalog.exercises, app.paths);
  const exercise = here ?? nextOpen(catalog.exercises, readProgress(app));
  return { catalog, exercise };
}

/** The first exercise that has not been passed; the first of all when there is none left. */
export function nextOpen(exercises: readonly Exercise[], progress: ReadonlyMap<string, Progress>): Exercise {
  const open = exercises.find((exercise) => !progress.get(exercise.id)?.passed);
  const next = open ?? exercises[0];
  if (!next) throw new Error('the catalog is empty');
  return next;
}

/** Progress by exercise; empty where nothing was graded yet, so that looking never makes a file. */
export function readProgress(app: App): ReadonlyMap<string, Progress> {
  const file = join(app.paths.state, 'ledger.db');
  if (!existsSync(file)) return new Map();
  using ledger = openLedger(file);
  return new Map(ledger.progress().map((one) => [one.exercise, one]));
}

function isUtf8(): boolean {
  const locale = process.env['LC_ALL'] || process.env['LC_CTYPE'] || process.env['LANG'] || '';
  // Without a locale (containers, CI) nearly everything that shows text takes UTF-8.
  return locale === '' || /utf-?8/iu.test(locale) || (locale === 'C' && process.env['TERM'] !== 'linux');
}

function languageOf(): Language {
  const wanted =
    process.env['LAB_LANG'] || process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || '';
  return LANGUAGES.find((language) => wanted.startsWith(language)) ?? 'en';
}
