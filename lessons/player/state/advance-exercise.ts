import { startProgress } from '../../../grader/render/progress.ts';
import { exercisePage } from '../views/exercise-lines.ts';
import { PLAYER } from '../words/player.ts';
import { advanceLesson } from './advance-lesson.ts';
import { step, type Step } from './event.ts';
import { openLessonView, showRoadmap } from './moves.ts';
import type { ExerciseTab, PlayerState, View } from './state.ts';

type ExerciseView = Extract<View, { kind: 'exercise' }>;

const LEVELS = 3;

/** A key in an exercise. */
export function advanceExercise(state: PlayerState, view: ExerciseView, key: string): Step {
  const { id } = view;
  const passed = state.progress.get(id)?.passed === true;
  switch (key) {
    case 'g':
      return grading(state, view);
    case 'h':
      return nextHint(state, id);
    case 's':
      return passed ? step(state, { kind: 'solution', id }) : step({ ...state, notice: PLAYER.closed });
    case 't':
      return step({ ...state, view: { ...view, tab: 'task', top: 0 } });
    case 'v':
      return step({ ...state, view: { ...view, tab: 'result', top: 0 } });
    case 'e':
      return step(state, { kind: 'edit', id });
    case 'r':
      return step(state, { kind: 'ask', ask: { kind: 'reset', id } });
    case 'n':
    case 'b':
    case 'escape':
    case 'm':
      return leave(state, view, key);
    case 'tab':
      return step({ ...state, view: { ...view, tab: otherTab(state, view), top: 0 } });
    default:
      return scroll(state, view, key);
  }
}

function grading(state: PlayerState, view: ExerciseView): Step {
  const busy = { kind: 'grade', id: view.id, progress: startProgress() } as const;
  return step({ ...state, view: { ...view, tab: 'result', top: 0 }, busy }, { kind: 'grade', id: view.id });
}

/** A save while a grade runs asks for the answer to another question: it is the new one that counts. */
export function checking(state: PlayerState, view: ExerciseView): Step {
  const busy = { kind: 'check', id: view.id, progress: startProgress() } as const;
  const tab = state.bench?.receipt ? 'result' : view.tab;
  return step({ ...state, view: { ...view, tab, top: 0 }, busy }, { kind: 'check', id: view.id });
}

/** The first is mild; each key shows a stronger one. */
function nextHint(state: PlayerState, id: string): Step {
  const shown = state.bench?.hint?.level ?? state.progress.get(id)?.hintLevel ?? 0;
  const again = state.bench?.hint === null && shown > 0;
  if (shown >= LEVELS && !again)
    return step({ ...state, notice: PLAYER.moreHints }, { kind: 'hint', id, level: LEVELS });
  return step(state, { kind: 'hint', id, level: again ? shown : shown + 1 });
}

function otherTab({ bench }: PlayerState, { tab }: ExerciseView): ExerciseTab {
  const tabs: ExerciseTab[] = [
    'task',
    'result',
    ...(bench?.hint ? (['hint'] as const) : []),
    ...(bench?.solution ? (['solution'] as const) : []),
  ];
  return tabs[(tabs.indexOf(tab) + 1) % tabs.length] ?? 'task';
}

function scroll(state: PlayerState, view: ExerciseView, key: string): Step {
  const { height, most } = exercisePage(state, view);
  const by = new Map([
    ['up', -1],
    ['k', -1],
    ['down', 1],
    ['j', 1],
    ['left', -height],
    ['page-up', -height],
    ['right', height],
    ['page-down', height],
    [' ', height],
    ['enter', height],
    ['home', -most],
    ['end', most],
  ]).get(key);
  if (by === undefined) return step(state);
  return step({ ...state, view: { ...view, top: Math.max(0, Math.min(most, view.top + by)) } });
}

/** `n` goes on behind the exercise, everything else to where the reader came from. */
function leave(state: PlayerState, { id, from }: ExerciseView, key: string): Step {
  const idle = { ...state, busy: null, bench: null };
  const end = { kind: 'leave-exercise', id } as const;
  if (from === null || key === 'm') {
    const { state: next, effects } = showRoadmap(idle, key === 'n' ? undefined : id);
    return step(next, end, ...effects);
  }
  const back = openLessonView(idle, from);
  if (key !== 'n') return step(back.state, end, ...back.effects);
  const on = advanceLesson(back.state, from, 'right');
  return step(on.state, end, ...back.effects, ...on.effects);
}
