import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { Cancelled, diskError } from '../domain/errors.ts';
import { BuildCache } from './cache.ts';
import { compile } from './compile.ts';

/** A file by name and content: what is hashed is what is compiled, whatever an editor does meanwhile. */
export interface SourceFile {
  readonly name: string;
  readonly content: Buffer;
}

export interface CachedCompileRequest {
  readonly compiler: string;
  /** Everything besides `staged` that decides what comes out. */
  readonly key: readonly (string | Buffer)[];
  readonly folders: Readonly<Record<string, string>>;
  /** Files that are laid into a folder of their own, called `submission`. */
  readonly staged: readonly SourceFile[];
  readonly args: (at: (folder: string) => string) => readonly string[];
  readonly cacheFolder: string;
  /** Wall-clock limit of the compiler, where it is not the usual one. */
  readonly seconds?: number;
  readonly signal: AbortSignal;
}

export type CachedCompileEnd =
  | {
      readonly kind: 'built';
      /** Folder of the cache that holds `program`. */
      readonly folder: string;
      readonly contentHash: string;
      readonly codeHash: string;
      /** What the compiler said although it was content. */
      readonly text: string;
      readonly seconds: number;
      readonly cached: boolean;
    }
  | { readonly kind: 'failed'; readonly text: string };

/** Raise it when the way things are compiled changes otherwise than in the arguments. */
const CACHE_VERSION = 'build-1';
const made = z.object({ codeHash: z.string(), text: z.string() });

/** Compilations under way in this process: three arms need the same harness at the same moment. */
const underWay = new Map<string, Promise<CachedCompileEnd>>();

/** Compiles to a file called `program`, or finds it in the cache: same bytes and arguments, same product. */
export async function cachedCompile(request: CachedCompileRequest): Promise<CachedCompileEnd> {
  const contentHash = hashOf([
    CACHE_VERSION,
    ...request.key,
    ...request.staged.flatMap(({ name, content }) => [name, content]),
  ]);
  for (let before = underWay.get(contentHash); before; before = underWay.get(contentHash)) {
    try {
      // eslint-disable-next-line no-await-in-loop -- the next one has begun only when this one is over
      return await before;
    } catch (error) {
      // Whoever asked for it first does not want it any more; we do.
      if (!(error instanceof Cancelled) || request.signal.aborted) throw error;
    }
  }
  const now = findOrCompile(contentHash, request);
  underWay.set(contentHash, now);
  try {
    return await now;
  } finally {
    underWay.delete(contentHash);
  }
}

async function findOrCompile(contentHash: string, request: CachedCompileRequest): Promise<CachedCompileEnd> {
  const started = performance.now();
  const cache = new BuildCache(join(request.cacheFolder, 'builds'));
  const entry = cache.find(contentHash);
  if (entry !== undefined) {
    const { codeHash, text } = made.parse(cache.facts(entry));
    return { kind: 'built', folder: entry, contentHash, codeHash, text, seconds: 0, cached: true };
  }
  const workshop = cache.workshop();
  try {
    const submission = join(workshop, 'submission');
    const out = join(workshop, 'out');
    stage(request.staged, submission, out);
    const folders = { ...request.folders, submission };
    const { compiler, args, signal } = request;
    const limit = request.seconds === undefined ? {} : { seconds: request.seconds };
    const { ok, text } = await compile({ compiler, folders, out, args, signal, ...limit });
    if (!ok) return { kind: 'failed', text };
    const codeHash = finish(out, text);
    const folder = cache.put(contentHash, out);
    const seconds = (performance.now() - started) / 1000;
    return { kind: 'built', folder, contentHash, codeHash, text, seconds, cached: false };
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function stage(files: readonly SourceFile[], submission: string, out: string): void {
  try {
    mkdirSync(out, { recursive: true });
    mkdirSync(submission, { recursive: true });
    for (const { name, content } of files) {
      mkdirSync(dirname(join(submission, name)), { recursive: true });
      writeFileSync(join(submission, name), content);
    }
  } catch (error) {
    throw diskError(error, out);
  }
}

/** Whoever runs it in the sandbox is somebody else: the product must be readable and executable by all. */
function finish(out: string, text: string): string {
  const program = join(out, 'program');
  const codeHash = hashOf([readFileSync(program)]);
  try {
    chmodSync(program, 0o755);
    writeFileSync(join(out, 'made.json'), JSON.stringify({ codeHash, text } satisfies z.infer<typeof made>));
  } catch (error) {
    throw diskError(error, out);
  }
  return codeHash;
}

function hashOf(parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  // With its length before it, no part can be taken for two.
  for (const part of parts) hash.update(`${String(Buffer.byteLength(part))}:`).update(part);
  return hash.digest('hex');
}
