import type { GradeEvent } from '../../../grader/domain/events.ts';
import type { Language } from '../../../grader/domain/language.ts';
import type { Effect, PlayerEvent } from '../state/event.ts';
import type { Bench } from './bench.ts';
import type { Store } from './store.ts';

/** Effects that take their time, and that Ctrl-C ends. */
export type Work = Extract<Effect, { kind: 'probe' | 'run' | 'check' | 'grade' }>;

export interface WorkContext {
  readonly bench: Bench;
  readonly store: Store;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly send: (event: PlayerEvent) => void;
}

/** Does it, and tells what came of it. What it needs is loaded here: nobody waits for it who only reads. */
export async function doWork(work: Work, context: WorkContext): Promise<void> {
  switch (work.kind) {
    case 'probe':
      await probe(work, context);
      break;
    case 'run':
      await runLine(work, context);
      break;
    case 'check':
    case 'grade':
      await grade(work.id, work.kind === 'check', context);
      break;
  }
}

async function probe(work: Extract<Work, { kind: 'probe' }>, { signal, send }: WorkContext): Promise<void> {
  const { runProbe } = await import('../../../grader/probe/probe.ts');
  const waitFor = (holder: string | null): void => {
    send({ kind: 'waiting', holder });
  };
  const onStart = (): void => {
    waitFor(null);
  };
  const result = await runProbe(work.probe, { signal, onWait: waitFor, onStart });
  send({ kind: 'probed', slug: work.slug, block: work.block, guess: work.guess, result });
}

async function runLine(
  { slug, block, command }: Extract<Work, { kind: 'run' }>,
  { language, signal, send }: WorkContext,
): Promise<void> {
  const { runCommand } = await import('./command.ts');
  send({ kind: 'ran', slug, block, command, output: await runCommand(command, language, signal) });
}

async function grade(id: string, correctnessOnly: boolean, context: WorkContext): Promise<void> {
  const { bench, store, signal, send } = context;
  const onEvent = (event: GradeEvent): void => {
    send({ kind: 'grading', event });
  };
  const receipt = await bench.grade(id, { correctnessOnly, signal, onEvent });
  send({ kind: 'graded', id, receipt, progress: store.progress().get(id) ?? null });
}
