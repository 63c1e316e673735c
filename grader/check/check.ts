import { randomBytes } from 'node:crypto';
import { Bug, Cancelled } from '../domain/errors.ts';
import type { OnEvent } from '../domain/events.ts';
import type { BuildProfile, Package } from '../domain/exercise.ts';
import type { CheckResult, Moment } from '../domain/receipt.ts';
import { run, sandboxed, type ProcessEnd, type RunRequest } from '../process/process.ts';
import { dutCommand, packageNeeds } from '../testbed/testbed.ts';
import { endingSentence, sanitizerRefusal } from './ending-story.ts';
import type { ReportedAdvice } from './members.ts';
import { MessageReader, type CheckMessage } from './report.ts';

export { nameMembers, type ReportedAdvice } from './members.ts';

export interface CheckRequest {
  /** A program that `toolchain` has built from a check program's source. */
  readonly program: string;
  /**
   * The learner's program, built under `profile`, where the check program starts and drives one over a wire. It then
   * holds no code of the learner's itself, and needs no sandbox: it has to make namespaces.
   */
  readonly dut?: string | null;
  readonly profile: BuildProfile;
  /** The text of a line of the learner's files, empty where there is none: stories name lines, and readers want to see them. */
  readonly code: (file: string, line: number) => string;
  /** Libraries that it was built with, where there are any. */
  readonly packages?: readonly Package[];
  /** Wall-clock limit. */
  readonly seconds: number;
  /** What the program needs besides, from us. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onEvent: OnEvent;
}

/** A number that the check program has counted; `exercise.json` says what it may be. */
export interface ReportedCount {
  readonly name: string;
  readonly value: number;
}

export interface CheckRun {
  /** One a step, in the order in which they ran. */
  readonly results: readonly CheckResult[];
  /** As reported: `nameMembers` makes sentences for people of it. */
  readonly advice: readonly ReportedAdvice[];
  /** What the program counted, in the order in which it said so. */
  readonly counts: readonly ReportedCount[];
  /** Why this machine could not run the program at all; null where it could. */
  readonly machineFault: string | null;
}

/** Sanitizers map terabytes: what is resident is limited instead. */
const SANITIZED_RSS_MIB = 1024;
const LIMIT = `hard_rss_limit_mb=${String(SANITIZED_RSS_MIB)}`;
const SANITIZER_ENV = { ASAN_OPTIONS: LIMIT, TSAN_OPTIONS: LIMIT } as const;
/** What the harness itself allows, so that it can still tell which call did not return. */
const HARNESS_SHARE = 0.9;
/** What is called `name` in a result when no step was running. */
const OUTSIDE_THE_STEPS = { before: 'before-the-steps', after: 'after-the-steps' } as const;

/**
 * Runs one check program in the sandbox and tells what its steps came to. Whatever the learner's code in it does is a
 * failed step: a crash, a hang, an early exit with success. Only a machine that cannot run the program is another thing.
 */
export async function runCheck(request: CheckRequest): Promise<CheckRun> {
  const { seconds, signal } = request;
  const cookie = randomBytes(16).toString('hex');
  const collector = new Collector(request);
  const reader = new MessageReader(cookie, (message) => {
    collector.add(message);
  });
  const env = { ...request.env, LAB_CHECK_SECONDS: String(Math.floor(seconds * HARNESS_SHARE)) };
  const start = request.dut ? await drivingCheck(request, env) : await sandboxedCheck(request, env);
  const end = await run({
    ...start,
    stdin: `${cookie}\n`,
    seconds,
    channel: true,
    onChannel: (text) => {
      reader.add(text);
    },
    signal,
  });
  if (end.ending.kind === 'cancelled') throw new Cancelled();
  return collector.finish(end);
}

type Environment = Readonly<Record<string, string>>;
type Start = Pick<RunRequest, 'argv' | 'env'>;

async function sandboxedCheck({ program, profile, packages = [] }: CheckRequest, env: Environment): Promise<Start> {
  const all = { ...env, ...SANITIZER_ENV };
  return {
    argv: await sandboxed({ program, sanitized: isSanitized(profile), env: all, ...packageNeeds(packages) }),
  };
}

function isSanitized(profile: BuildProfile): boolean {
  return profile === 'address' || profile === 'thread';
}

/** The check program is ours alone; the command of the learner's program is its arguments. */
async function drivingCheck({ program, dut, profile }: CheckRequest, env: Environment): Promise<Start> {
  const command = await dutCommand(dut ?? '', isSanitized(profile) ? { env: SANITIZER_ENV } : null);
  return { argv: [program, ...command], env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', ...env } };
}

/** Turns messages into results, and an end without a goodbye into a failure of the step that was running. */
class Collector {
  readonly #request: CheckRequest;
  readonly #results: CheckResult[] = [];
  readonly #advice: ReportedAdvice[] = [];
  readonly #counts: ReportedCount[] = [];
  #greeted = false;
  #moments: Moment[] = [];
  #running: { name: string; startedAt: number } | null = null;
  #done = false;
  #machineFault: string | null = null;

  constructor(request: CheckRequest) {
    this.#request = request;
  }

  add(message: CheckMessage): void {
    switch (message.event) {
      case 'hello':
        this.#greeted = true;
        break;
      case 'started':
        this.#running = { name: message.step, startedAt: performance.now() };
        this.#request.onEvent({ kind: 'step-started', name: message.step });
        break;
      case 'passed':
        this.#end(message.step, 'passed', [], message.seconds);
        break;
      case 'failed':
        this.#end(message.step, 'failed', message.story, message.seconds);
        break;
      case 'skipped':
        this.#end(message.step, 'skipped', [], 0);
        break;
      case 'unjudged':
        this.#end(message.step, 'unjudged', [message.why], message.seconds);
        break;
      case 'advice':
        this.#advice.push({ topic: message.topic, text: message.text, object: message.object ?? null });
        break;
      case 'moment': {
        const { thread, text, key, file, line } = message;
        const place =
          file === undefined || line === undefined ? null : { file, line, code: this.#request.code(file, line) };
        this.#moments.push({ thread, text, key, place });
        break;
      }
      case 'count':
        this.#counts.push({ name: message.name, value: message.value });
        break;
      case 'machine':
        this.#machineFault = message.text;
        break;
      case 'done':
        this.#done = true;
        break;
    }
  }

  finish(end: ProcessEnd): CheckRun {
    const { ending, stderr } = end;
    if (this.#machineFault !== null)
      return { results: this.#results, advice: [], counts: [], machineFault: this.#machineFault };
    if (ending.kind === 'not-started') throw new Bug(`cannot start a check program: ${ending.message}`);
    const failed = this.#results.some((result) => result.status === 'failed');
    const endedWell = this.#done && this.#running === null && ending.kind === 'exited' && (ending.code === 0 || failed);
    if (!endedWell && !(failed && this.#running === null)) {
      const refusal = this.#greeted ? null : sanitizerRefusal(stderr);
      if (refusal !== null) return { results: [], advice: [], counts: [], machineFault: refusal };
      const name = this.#running?.name ?? OUTSIDE_THE_STEPS[this.#greeted ? 'after' : 'before'];
      const seconds = this.#running ? (performance.now() - this.#running.startedAt) / 1000 : end.seconds;
      this.#end(name, 'failed', [...lastLines(stderr), endingSentence(ending, this.#request.seconds)], seconds);
    }
    return { results: this.#results, advice: this.#advice, counts: this.#counts, machineFault: null };
  }

  #end(name: string, status: CheckResult['status'], story: string[], seconds: number): void {
    this.#running = null;
    const moments = this.#moments;
    this.#moments = [];
    const result: CheckResult = { name, profile: this.#request.profile, status, story, moments, seconds };
    this.#results.push(result);
    this.#request.onEvent({ kind: 'step-ended', result });
  }
}

/** What the program said last, where it said anything: often the assertion that failed. */
function lastLines(stderr: string): string[] {
  const lines = stderr
    .trim()
    .split('\n')
    .filter((line) => line !== '');
  return lines.slice(-3).map((line) => line.slice(0, 200));
}
