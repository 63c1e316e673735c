import { Cancelled, UserError } from '../domain/errors.ts';
import { run, sandboxedTool, sandboxKind } from '../process/process.ts';

/** One run of the compiler over folders that it may see. */
export interface CompileRequest {
  readonly compiler: string;
  /** Folders that can be read, by name. */
  readonly folders: Readonly<Record<string, string>>;
  /** The only folder that can be written; the current one. */
  readonly out: string;
  /** Arguments; `at(name)` is where the compiler sees a folder. */
  readonly args: (at: (folder: string) => string) => readonly string[];
  readonly signal: AbortSignal;
  /** Wall-clock limit; what is given is for our own sources, of which there are many. */
  readonly seconds?: number;
}

export interface CompileEnd {
  readonly ok: boolean;
  /** Everything the compiler said, with our folders' names taken out of it. */
  readonly text: string;
}

/** A template that needs more is a mistake, and the machine is still needed. */
const MEMORY_MIB = 3072;
const FILE_MIB = 128;
const SECONDS = 60;
/** A page of template errors is 10 KiB; nobody reads ten. */
const OUTPUT_CAP_BYTES = 128 * 1024;

/**
 * Runs the compiler where it sees the exercise, our headers and the learner's files, and neither the solutions nor the
 * rest of the machine: `#include "/…"` is a way to read files. Without namespaces the folders are where they are.
 */
export async function compile({
  compiler,
  folders,
  out,
  args,
  signal,
  seconds = SECONDS,
}: CompileRequest): Promise<CompileEnd> {
  const hidden = (await sandboxKind()) === 'bubblewrap';
  const at = (folder: string): string => (hidden ? `/lab/${folder}` : (folders[folder] ?? out));
  const names = [...Object.keys(folders), 'out'];
  // Reports and asserts name files as the reader knows them, wherever they were compiled.
  const maps = names.map((name) => `-ffile-prefix-map=${at(name)}/=`);
  const argv = await sandboxedTool({
    argv: [compiler, ...maps, ...args(at)],
    memoryMiB: MEMORY_MIB,
    fileMiB: FILE_MIB,
    binds: [
      ...Object.entries(folders).map(([name, from]) => ({ from, to: at(name) })),
      { from: out, to: at('out'), writable: true },
    ],
    cwd: at('out'),
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TMPDIR: hidden ? '/tmp' : out },
  });
  const { ending, stderr } = await run({ argv, seconds, signal, outputCapBytes: OUTPUT_CAP_BYTES });
  if (ending.kind === 'cancelled') throw new Cancelled();
  if (/no space left on device/iu.test(stderr)) {
    throw new UserError('disk-full', `there is no room left to build in ${out}`, 'Free some space, then do it again.');
  }
  const text = names.reduce((plain, name) => plain.replaceAll(`${at(name)}/`, ''), stderr).trim();
  if (ending.kind === 'exited') return { ok: ending.code === 0, text };
  const why = ending.kind === 'timed-out' ? `took longer than ${String(seconds)} s` : `was ended (${ending.kind})`;
  return { ok: false, text: `${text}\nThe compiler ${why}.`.trim() };
}
