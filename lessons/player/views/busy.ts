import type { Pen } from '../../../grader/render/drawing.ts';
import type { Busy } from '../state/state.ts';
import { COUNTS, PLAYER } from '../words/player.ts';

/** The spinner turns as fast as the screen is redrawn while something runs. */
const FRAME_MS = 100;

/** One line that says what is running. */
export function drawBusy(busy: Busy, now: number, pen: Pen): string {
  const frames = pen.glyphs.spinner;
  const frame = pen.accent(frames[Math.floor(now / FRAME_MS) % frames.length] ?? '');
  if (busy.kind === 'probe' && busy.waitingFor !== null) {
    return `${frame} ${pen.say(COUNTS.waiting)(pen.foreign(busy.waitingFor))}`;
  }
  if (busy.kind === 'probe') return `${frame} ${pen.say(PLAYER.measuring)}  ${pen.dim(`lab probe ${busy.name}`)}`;
  if (busy.kind === 'command') return `${frame} ${pen.say(PLAYER.running)}  ${pen.dim(pen.foreign(busy.command))}`;
  return frame;
}
