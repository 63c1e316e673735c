import { layTable } from '../../../grader/render/drawing.ts';
import { canvasOf } from '../pages.ts';
import type { PlayerState } from '../state/state.ts';
import { HELP, HELP_TITLES } from '../words/help.ts';
import { KEYS } from '../words/player.ts';
import type { Framed } from './frame.ts';

/** Every key, and where it works. */
export function frameHelp(state: PlayerState): Framed {
  const { pen, columns } = canvasOf(state);
  const rows = HELP.map(([key, does]) => [pen.accent(pen.foreign(key)), pen.foreign(pen.say(does))]);
  return {
    title: [pen.say(KEYS.help)],
    aside: '',
    body: [...layTable(rows, { columns }), '', pen.dim(pen.say(HELP_TITLES.any))],
    keys: [['q', KEYS.quit]],
  };
}
