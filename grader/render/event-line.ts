import type { GradeEvent } from '../domain/events.ts';
import type { Exercise } from '../domain/exercise.ts';
import type { Screen } from './screen.ts';
import { hang } from './text/layout.ts';
import { penFor } from './text/pen.ts';
import { PROGRESS, STAGES } from './words/progress.ts';

/**
 * What is printed of an event where nothing can be drawn over (a log, a pipe): stages, warnings and waiting; null for
 * everything that comes many times. A warning is two lines at least: what, and what to do.
 */
export function renderEventLine(event: GradeEvent, exercise: Exercise, screen: Screen): string | null {
  const pen = penFor(screen);
  switch (event.kind) {
    case 'stage':
      return hang(`${exercise.id}: ${pen.say(STAGES[event.stage])}`, pen.columns, '', '  ').join('\n');
    case 'waiting':
      return hang(pen.say(PROGRESS.waiting)(pen.foreign(event.holder)), pen.columns, '', '  ').join('\n');
    case 'warning': {
      const text = hang(pen.unsure(pen.say(PROGRESS.warning)(pen.foreign(event.text))), pen.columns, '', '  ');
      const next = event.next === '' ? [] : hang(pen.foreign(event.next), pen.columns, '  ');
      return [...text, ...next].join('\n');
    }
    case 'built':
    case 'step-started':
    case 'step-ended':
    case 'block':
      return null;
  }
}
