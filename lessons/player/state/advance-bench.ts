import { advanceProgress } from '../../../grader/render/progress.ts';
import { checking } from './advance-exercise.ts';
import { step, type PlayerEvent, type Step } from './event.ts';
import { replaced, type PlayerState } from './state.ts';

type BenchEvent = Extract<PlayerEvent, { kind: 'bench' | 'saved' | 'grading' | 'graded' | 'hint' | 'solution' }>;

/** What happens to the exercise that is open; of another, that was left meanwhile, nothing counts but its progress. */
export function advanceBenchEvent(state: PlayerState, event: BenchEvent): Step {
  const { view, bench } = state;
  if (event.kind === 'grading') {
    const { busy } = state;
    if (busy?.kind !== 'check' && busy?.kind !== 'grade') return step(state);
    return step({ ...state, busy: { ...busy, progress: advanceProgress(busy.progress, event.event) } });
  }
  if (event.kind === 'graded' && event.progress) {
    state = { ...state, progress: replaced(state.progress, event.id, event.progress) };
  }
  if (view.kind !== 'exercise' || view.id !== event.id) return step(state);
  switch (event.kind) {
    case 'bench': {
      const { task, file } = event;
      const kept = bench ?? { receipt: null, hint: null, solution: null };
      const next = { ...state, bench: { ...kept, task, file } };
      return bench ? step(next) : checking(next, view);
    }
    case 'saved':
      return checking(state, view);
    case 'graded':
      if (!bench) return step(state);
      return step({
        ...state,
        busy: null,
        bench: { ...bench, receipt: event.receipt },
        view: shownAfter(state, event),
      });
    case 'hint': {
      const { level, text } = event;
      if (!bench) return step(state);
      return step({ ...state, bench: { ...bench, hint: { level, text } }, view: { ...view, tab: 'hint', top: 0 } });
    }
    case 'solution':
      if (!bench) return step(state);
      return step({ ...state, bench: { ...bench, solution: event.text }, view: { ...view, tab: 'solution', top: 0 } });
  }
}

/** The result comes to the front, unless the reader is still reading the task and has not changed anything. */
function shownAfter({ view }: PlayerState, { receipt }: Extract<PlayerEvent, { kind: 'graded' }>): PlayerState['view'] {
  if (view.kind !== 'exercise' || receipt.verdict === 'unchanged') return view;
  return { ...view, tab: 'result', top: 0 };
}
