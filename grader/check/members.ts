import { basename, dirname } from 'node:path';
import type { Advice } from '../domain/receipt.ts';
import { run, sandboxedTool } from '../process/process.ts';
import { layoutsIn, type Layout } from './layouts.ts';

/** Advice as a check program gives it: `{8}` and `{8-24}` in its text are offsets in the object, where it is about one. */
export interface ReportedAdvice extends Advice {
  readonly object: { readonly type: string; readonly size: number } | null;
}

const SECONDS = 10;
const MEMORY_MIB = 512;
/** A check program's debug information is one to three MiB of text. */
const OUTPUT_CAP_BYTES = 32 * 1024 * 1024;

/**
 * Puts offsets and members' names into the text of advice. The names come from the program's debug information, which
 * binutils' readelf prints (it comes with GCC); without it, or without debug information, there are offsets alone. The
 * program is of the learner's making, so readelf sees nothing but its folder.
 */
export async function nameMembers(
  program: string,
  advice: readonly ReportedAdvice[],
  signal: AbortSignal,
): Promise<Advice[]> {
  const asked = advice.some(({ object }) => object !== null);
  const layouts = asked ? layoutsIn(await debugInformation(program, signal), typesOf(advice)) : [];
  return advice.map(({ topic, text, object }) => ({
    topic,
    text: object === null ? text : withNames(text, layouts.filter(isOf(object))),
  }));
}

function typesOf(advice: readonly ReportedAdvice[]): ReadonlySet<string> {
  return new Set(advice.flatMap(({ object }) => (object === null ? [] : [object.type])));
}

function isOf({ type, size }: { readonly type: string; readonly size: number }): (layout: Layout) => boolean {
  return (layout) => layout.type === type && layout.size === size;
}

async function debugInformation(program: string, signal: AbortSignal): Promise<string> {
  const folder = dirname(program);
  const argv = await sandboxedTool({
    argv: ['readelf', '--debug-dump=info', basename(program)],
    memoryMiB: MEMORY_MIB,
    fileMiB: 1,
    binds: [{ from: folder, to: folder }],
    cwd: folder,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
  });
  const { stdout } = await run({ argv, seconds: SECONDS, signal, outputCapBytes: OUTPUT_CAP_BYTES });
  return stdout;
}

/** Exported for its test: the layouts are those of the object's type; where they disagree nothing is named. */
export function withNames(text: string, layouts: readonly Layout[]): string {
  return text.replaceAll(/\{(\d+)(?:-(\d+))?\}/gu, (_, from: string, to: string | undefined) => {
    const first = memberAt(layouts, Number(from));
    if (to === undefined) return `offset ${from}${quoted(first)}`;
    const last = memberAt(layouts, Number(to));
    if (first === last) return `offsets ${from} to ${to}${quoted(first)}`;
    return `offset ${from}${quoted(first)} to offset ${to}${quoted(last)}`;
  });
}

function quoted(name: string | null): string {
  return name === null ? '' : ` \`${name}\``;
}

function memberAt(layouts: readonly Layout[], offset: number): string | null {
  const names = new Set(layouts.map(({ members }) => members.findLast((one) => one.offset <= offset)?.name ?? null));
  const [name] = names;
  return names.size === 1 ? (name ?? null) : null;
}
