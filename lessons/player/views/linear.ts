import { hang, penFor, VERDICT_WORDS, wrap, type Pen } from '../../../grader/render/drawing.ts';
import { isDone, nextKey, roadmapItems, type RoadmapItem } from '../state/roadmap-items.ts';
import { lessonOf, type PlayerState } from '../state/state.ts';
import { EXERCISE } from '../words/blocks.ts';
import { LINEAR } from '../words/linear.ts';
import { COUNTS, KEYS, PLAYER } from '../words/player.ts';
import { READING, TRACK_NAMES } from '../words/reading.ts';
import { frameOf } from './screen.ts';

/** What is read aloud of a state: a title, and the text from top to bottom, with numbers where something is chosen. */
export interface Linear {
  readonly title: string;
  readonly body: readonly string[];
  /** What can be typed, in a sentence. */
  readonly keys: string;
}

/** The same as on a full screen, without anything that is only to be seen: no marks, no columns, no place on a screen. */
export function linearOf(state: PlayerState): Linear {
  const pen = penFor(state.screen);
  const { view } = state;
  const framed = frameOf(state);
  const title = [...framed.title, framed.aside].filter((part) => part !== '').join(' - ');
  const keys = framed.keys
    .filter(([key]) => key !== '↑↓' && key !== '← →')
    .map(([key, does]) => `${key} = ${pen.say(does)}`)
    .join(', ');
  const numbered = `${pen.say(LINEAR.number)}, `;
  if (view.kind === 'roadmap') {
    return { title, body: roadmapLines(state, true), keys: numbered + keys };
  }
  if (view.kind === 'contents') {
    const sections = lessonOf(state, view.slug)?.sections ?? [];
    return { title, body: sections.map((one, index) => `${String(index + 1)}. ${one.title}`), keys: numbered + keys };
  }
  return { title, body: framed.body, keys: view.kind === 'lesson' ? `b = ${pen.say(KEYS.back)}, ${keys}` : keys };
}

/** The roadmap in lines, each with its state in words; with numbers where one can be chosen. */
export function roadmapLines(state: PlayerState, numbers: boolean): string[] {
  const pen = penFor(state.screen);
  const track = state.view.kind === 'roadmap' ? state.view.track : null;
  const items = roadmapItems(state, track);
  if (items.length === 0) return [pen.say(PLAYER.empty)];
  const next = nextKey(state, items);
  let number = 0;
  return items.flatMap((item, index) => {
    if (item.kind === 'chapter') {
      const title = pen.bold(pen.foreign(pen.say(item.title)));
      return index === 0 ? [title] : ['', title];
    }
    number += 1;
    const first = numbers ? `${String(number)}. ` : '  ';
    return hang(`${describe(item, pen)}, ${stateOf(state, item, next, pen)}`, pen.columns, first);
  });
}

function describe(item: Exclude<RoadmapItem, { kind: 'chapter' }>, pen: Pen): string {
  if (item.kind === 'exercise') return `${item.exercise.id}: ${pen.foreign(pen.say(item.exercise.title))}`;
  const tracks = item.entry.tracks.map((track) => pen.say(TRACK_NAMES[track])).join(', ');
  const minutes = pen.say(READING.minutes)(item.entry.minutes);
  return `${pen.foreign(pen.say(item.entry.title))} (${minutes}; ${tracks})`;
}

function stateOf(
  state: PlayerState,
  item: Exclude<RoadmapItem, { kind: 'chapter' }>,
  next: string | null,
  pen: Pen,
): string {
  if (isDone(state, item)) return pen.say(item.kind === 'lesson' ? LINEAR.finished : EXERCISE.passed);
  const why = state.blocked?.get(item.key);
  if (why !== undefined) return pen.say(COUNTS.blocked)(pen.foreign(why));
  if (item.key === next) return pen.bold(pen.say(KEYS.onward));
  const last = item.kind === 'exercise' ? state.progress.get(item.key)?.lastVerdict : null;
  if (last) return pen.say(EXERCISE.last)(pen.say(VERDICT_WORDS[last]));
  return pen.say(state.readings.has(item.key) ? LINEAR.begun : EXERCISE.open);
}

/** What runs, said once. */
export function linearBusy({ busy, screen }: PlayerState): string | null {
  const pen = penFor(screen);
  if (!busy) return null;
  if (busy.kind === 'probe') {
    return busy.waitingFor === null
      ? `${pen.say(PLAYER.measuring)}: lab probe ${busy.name}`
      : pen.say(COUNTS.waiting)(pen.foreign(busy.waitingFor));
  }
  if (busy.kind === 'command') return `${pen.say(PLAYER.running)}: ${pen.foreign(busy.command)}`;
  return pen.say(busy.kind === 'grade' ? LINEAR.grading : LINEAR.checking);
}

export function wrapped(text: string, state: PlayerState): string {
  return wrap(text, penFor(state.screen).columns).join('\n');
}
