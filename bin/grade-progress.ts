import type { GradeEvent } from '../grader/domain/events.ts';
import type { Exercise } from '../grader/domain/exercise.ts';
import { advanceProgress, renderProgress, startProgress } from '../grader/render/progress.ts';
import { renderEventLine } from '../grader/render/event-line.ts';
import type { App } from './app.ts';
import { LiveRegion } from './live-region.ts';

/** Shows a grade's events while it lasts: a picture on a terminal, a line a stage elsewhere, nothing with --json. */
export interface GradeProgress extends Disposable {
  readonly onEvent: (event: GradeEvent) => void;
}

/** The seconds tick also when nothing happens. */
const TICK_MS = 200;

export function showProgress(app: App, exercise: Exercise): GradeProgress {
  return app.live ? liveProgress(app, exercise) : loggedProgress(app, exercise);
}

function loggedProgress(app: App, exercise: Exercise): GradeProgress {
  return {
    onEvent: (event) => {
      if (app.json && event.kind !== 'warning') return;
      const line = renderEventLine(event, exercise, app.screen);
      if (line !== null) app.say(line);
    },
    [Symbol.dispose]() {},
  };
}

function liveProgress(app: App, exercise: Exercise): GradeProgress {
  let state = startProgress();
  const region = new LiveRegion();
  const draw = (force: boolean): void => {
    region.draw(renderProgress(state, exercise, app.screen, performance.now()), force);
  };
  const ticker = setInterval(draw, TICK_MS, false);
  return {
    onEvent: (event) => {
      state = advanceProgress(state, event);
      const line = event.kind === 'warning' ? renderEventLine(event, exercise, app.screen) : null;
      if (line !== null) region.printAbove(line);
      draw(event.kind === 'stage');
    },
    [Symbol.dispose]() {
      clearInterval(ticker);
      region[Symbol.dispose]();
    },
  };
}
