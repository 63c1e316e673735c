import { execa } from 'execa';
import type { Readable } from 'node:stream';
import { nativeProgram } from '../../native/native.ts';
import { capture } from './capture.ts';
import { endingOf, parseGuardStatus, type Ending, type ProcessEnd } from './ending.ts';

export interface RunRequest {
  readonly argv: readonly string[];
  /** Written to standard input, which is then closed. Without it, standard input is empty. */
  readonly stdin?: string;
  /** Wall-clock limit. */
  readonly seconds: number;
  /** Kept of each of stdout and stderr; 64 KiB, some 800 lines, unless told. */
  readonly outputCapBytes?: number;
  /** Opens file descriptor 3 for the program to write to. */
  readonly channel?: boolean;
  /** Called with what arrives on the channel, as it arrives; lines may come in pieces. */
  readonly onChannel?: (text: string) => void;
  /** The whole environment; nothing is inherited. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

const OUTPUT_CAP_BYTES = 64 * 1024;
/** A program that prints more than this is not talking to anybody any more: about a second of `yes` into a pipe. */
const FLOOD_BYTES = 64 * 1024 * 1024;
/** The longest honest channel is some hundred lines of at most 4 KiB each (check_channel.hpp). */
const CHANNEL_FLOOD_BYTES = 4 * 1024 * 1024;
/** The guard kills at once what it is told to kill; if it does not get to it, it is killed itself. */
const GUARD_GRACE_MS = 2000;
/** The guard's own limit is the second line of defence: it acts when this process no longer can. */
const GUARD_EXTRA_SECONDS = 5;
/** Pipes outlive the guard only if a stranger holds them; nobody waits for strangers. */
const DRAIN_MS = 1000;
const CHANNEL_FD = 3;
const STATUS_FD = 4;
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };

/**
 * Runs a program to its end and says how that was. The whole process tree is below `lab-guard`, which kills what is
 * left of it when the program ends, when its time is up, when the caller's signal fires and when this process dies.
 * Never throws for anything the program does.
 */
export async function run(request: RunRequest): Promise<ProcessEnd> {
  if (request.signal?.aborted) return neverStarted({ kind: 'cancelled' });
  const startedAt = performance.now();
  const subprocess = start(request);
  let cut: Ending | undefined;
  const end = (why: Ending): void => {
    cut ??= why;
    subprocess.kill('SIGTERM');
  };
  const pipes = subprocess.stdio as readonly Pipe[];
  const output = captureAll(pipes, request, end);
  using _limits = endInTime(request, end);
  subprocess.nodeChildProcess.once('exit', () => setTimeout(destroyAll, DRAIN_MS, pipes).unref());
  const result = await subprocess;

  if (result.exitCode === undefined && result.signal === undefined) {
    return neverStarted({ kind: 'not-started', message: result.originalMessage ?? 'the guard could not be started' });
  }
  const guard = parseGuardStatus(output.status.toString());
  return {
    ending: cut ?? endingOf(guard ? guard.exit : (result.exitCode ?? null), guard?.signal ?? result.signal ?? null),
    stdout: output.stdout.toString(),
    stderr: output.stderr.toString(),
    channel: output.channel.toString(),
    seconds: (performance.now() - startedAt) / 1000,
    survivors: guard?.survivors ?? 0,
    maxRssKib: guard?.maxRssKib ?? 0,
  };
}

type Pipe = Readable | null | undefined;

function start(request: RunRequest) {
  const { argv, seconds, stdin, channel, env, cwd } = request;
  const [file, ...args] = guarded(argv, seconds);
  return execa(file, args, {
    buffer: false,
    reject: false,
    extendEnv: false,
    env: env ?? ENVIRONMENT,
    ...(cwd === undefined ? {} : { cwd }),
    ...(stdin === undefined ? {} : { input: stdin }),
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', channel ? 'pipe' : 'ignore', 'pipe'],
    forceKillAfterDelay: GUARD_GRACE_MS,
  });
}

/** The command below a guard that reports to this process. `sandboxed()` has put a guard in front already. */
function guarded(argv: readonly string[], seconds: number): [string, ...string[]] {
  const guard = nativeProgram('lab-guard');
  const limit = String(Math.ceil(seconds) + GUARD_EXTRA_SECONDS);
  const rest = argv[0] === guard ? argv.slice(1) : ['--', ...argv];
  return [guard, '--status-fd', String(STATUS_FD), '--seconds', limit, ...rest];
}

function captureAll(pipes: readonly Pipe[], request: RunRequest, end: (why: Ending) => void) {
  const onFlood = (): void => {
    end({ kind: 'flooded' });
  };
  const printed = { keep: request.outputCapBytes ?? OUTPUT_CAP_BYTES, flood: FLOOD_BYTES, onFlood };
  const sent = { keep: CHANNEL_FLOOD_BYTES, flood: CHANNEL_FLOOD_BYTES, onFlood };
  return {
    stdout: capture(pipes[1], printed),
    stderr: capture(pipes[2], printed),
    channel: capture(pipes[CHANNEL_FD], { ...sent, onText: request.onChannel }),
    status: capture(pipes[STATUS_FD], sent),
  };
}

/** Ends the program when its time is up or the caller's signal fires, until disposed of. */
function endInTime({ seconds, signal }: RunRequest, end: (why: Ending) => void): Disposable {
  const timer = setTimeout(end, seconds * 1000, { kind: 'timed-out' });
  const onAbort = (): void => {
    end({ kind: 'cancelled' });
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

function destroyAll(pipes: readonly Pipe[]): void {
  for (const pipe of pipes) pipe?.destroy();
}

function neverStarted(ending: Ending): ProcessEnd {
  return { ending, stdout: '', stderr: '', channel: '', seconds: 0, survivors: 0, maxRssKib: 0 };
}
