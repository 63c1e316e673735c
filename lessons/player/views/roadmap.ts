import { cut, hang, padEnd, VERDICT_WORDS, widthOf, wrap, type Pen } from '../../../grader/render/drawing.ts';
import { bodyColumns, canvasOf, marginOf } from '../pages.ts';
import { isDone, nextKey, roadmapItems, selectableKeys, type RoadmapItem } from '../state/roadmap-items.ts';
import { entryOf, lessonOf, type PlayerState, type View } from '../state/state.ts';
import { EXERCISE } from '../words/blocks.ts';
import { COUNTS, KEYS, PLAYER } from '../words/player.ts';
import { READING, TRACK_NAMES } from '../words/reading.ts';
import type { Framed } from './frame.ts';

type RoadmapView = Extract<View, { kind: 'roadmap' }>;
type Line = Exclude<RoadmapItem, { kind: 'chapter' }>;

/** Lines below the list that say more of the chosen one: a rule, its title, two of summary, its facts. */
const PANEL = 5;
/** On a lower screen the list has all the room. */
const LEAST_ROWS = 16;

/** The way through the book, with what is chosen told below. */
export function frameRoadmap(state: PlayerState, view: RoadmapView): Framed {
  const { pen } = canvasOf(state);
  const items = roadmapItems(state, view.track);
  const track = pen.say(view.track === null ? PLAYER.allTracks : TRACK_NAMES[view.track]);
  const panel = state.rows >= LEAST_ROWS ? drawPanel(state, view, items, pen) : [];
  const height = state.rows - 4 - panel.length;
  return {
    title: [pen.say(PLAYER.lab), `${pen.say(KEYS.track)}: ${track}`],
    aside: counts(state, items, pen),
    body: [...drawList(state, view, items, height, pen), ...panel],
    keys: [
      ['↑↓', KEYS.choose],
      ['Enter', KEYS.open],
      ['t', KEYS.track],
      ['/', KEYS.search],
      ['l', KEYS.language],
      ['?', KEYS.help],
      ['q', KEYS.quit],
    ],
  };
}

function counts(state: PlayerState, items: readonly RoadmapItem[], pen: Pen): string {
  const of = (kind: 'lesson' | 'exercise'): [number, number] => {
    const all = items.filter((item) => item.kind === kind);
    return [all.filter((item) => isDone(state, item)).length, all.length];
  };
  const lessons = of('lesson');
  const parts = [
    ...(lessons[1] > 0 ? [pen.say(COUNTS.lessons)(...lessons)] : []),
    pen.say(COUNTS.exercises)(...of('exercise')),
  ];
  return parts.join(` ${pen.glyphs.dot} `);
}

/** As many lines as there is room for, around the chosen one, and as many where the list is shorter. */
function drawList(
  state: PlayerState,
  { selected }: RoadmapView,
  items: readonly RoadmapItem[],
  height: number,
  pen: Pen,
): string[] {
  if (items.length === 0) return [pen.say(PLAYER.empty)];
  const next = nextKey(state, items);
  const lines = items.flatMap((item, index) => {
    if (item.kind !== 'chapter') return [drawLine(state, item, { selected, next }, pen)];
    const title = pen.bold(pen.foreign(pen.say(item.title)));
    return index === 0 ? [title] : ['', title];
  });
  if (!Number.isFinite(height)) return lines;
  const chosen = lines.findIndex((line) => line.startsWith(marker(pen)));
  const top = Math.max(0, Math.min(lines.length - height, chosen - Math.floor(height / 2)));
  const shown = lines.slice(top, top + height);
  return [...shown, ...Array.from({ length: Math.max(0, height - shown.length) }, () => '')];
}

function marker(pen: Pen): string {
  return pen.bold(pen.accent(pen.glyphs.current));
}

function drawLine(
  state: PlayerState,
  item: Line,
  { selected, next }: { readonly selected: string; readonly next: string | null },
  pen: Pen,
): string {
  const columns = bodyColumns(state.screen.columns);
  const chosen = item.key === selected;
  const name = item.kind === 'lesson' ? item.entry.title : item.exercise.title;
  const id = item.kind === 'exercise' ? `${item.exercise.id}  ` : '';
  const indent = item.kind === 'exercise' && item.lesson !== null ? '    ' : '  ';
  const start = `${chosen ? marker(pen) : ' '} ${indent.slice(2)}${symbol(state, item, pen)} `;
  const end = stateWords(state, item, next, pen);
  const room = columns - widthOf(start) - widthOf(end) - 2;
  const text = cut(`${id}${pen.foreign(pen.say(name))}`, Math.max(8, room), pen.glyphs.ellipsis);
  return `${start}${padEnd(chosen ? pen.bold(text) : text, Math.max(8, room))}  ${end}`;
}

function symbol(state: PlayerState, item: Line, pen: Pen): string {
  if (isDone(state, item)) return pen.good(pen.glyphs.passed);
  if (item.kind === 'exercise' && state.blocked?.has(item.key)) return pen.unsure('!');
  const begun =
    item.kind === 'lesson' ? state.readings.has(item.key) : (state.progress.get(item.key)?.attempts ?? 0) > 0;
  return begun ? pen.unsure(pen.glyphs.unsure) : pen.dim(pen.glyphs.open);
}

/** At the end of the line, in words as well as by the symbol. */
function stateWords(state: PlayerState, item: Line, next: string | null, pen: Pen): string {
  const minutes = pen.dim(
    pen.say(READING.minutes)(item.kind === 'lesson' ? item.entry.minutes : item.exercise.minutes),
  );
  if (item.key === next) return `${pen.bold(pen.accent(pen.say(KEYS.onward)))}  ${minutes}`;
  if (item.kind === 'lesson') return minutes;
  const progress = state.progress.get(item.key);
  if (progress?.passed) return `${pen.good(pen.say(EXERCISE.passed))}  ${minutes}`;
  if (progress?.lastVerdict) return `${pen.unsure(pen.say(VERDICT_WORDS[progress.lastVerdict]))}  ${minutes}`;
  return minutes;
}

/** What is chosen, in more words. */
function drawPanel(state: PlayerState, { selected }: RoadmapView, items: readonly RoadmapItem[], pen: Pen): string[] {
  const columns = bodyColumns(state.screen.columns);
  const item = items.find((one) => one.kind !== 'chapter' && one.key === selected);
  const fresh = state.readings.size === 0 && state.progress.size === 0 && selected === selectableKeys(items)[0];
  const { text, facts, title } = item && item.kind !== 'chapter' ? describe(state, item, pen) : NOTHING;
  const summary = fresh ? pen.say(PLAYER.welcome) : text;
  const lines = [
    pen.dim(pen.glyphs.rule.repeat(Math.min(columns, state.screen.columns - 2 * marginOf(state.screen.columns)))),
    ...hang(pen.bold(title), columns, '').slice(0, 1),
    ...wrap(pen.foreign(summary), columns).slice(0, fresh ? 3 : 2),
    ...(fresh ? [] : wrap(facts, columns).slice(0, 1)),
  ];
  return [...lines, ...Array.from({ length: Math.max(0, PANEL - lines.length) }, () => '')].slice(0, PANEL);
}

const NOTHING = { title: '', text: '', facts: '' };

function describe(state: PlayerState, item: Line, pen: Pen): { title: string; text: string; facts: string } {
  if (item.kind === 'exercise') {
    const { exercise } = item;
    const why = state.blocked?.get(exercise.id);
    const facts =
      why === undefined ? pen.dim(exercise.concepts.join(', ')) : pen.unsure(pen.foreign(pen.say(COUNTS.blocked)(why)));
    return { title: pen.foreign(pen.say(exercise.title)), text: pen.say(exercise.summary), facts };
  }
  const { entry } = item;
  const reading = state.readings.get(entry.slug);
  const sections = lessonOf(state, entry.slug)?.sections.length;
  const at = reading && sections !== undefined ? pen.say(COUNTS.section)(reading.place.section + 1, sections) : '';
  const tracks = entry.tracks.map((track) => pen.say(TRACK_NAMES[track])).join(', ');
  const open = entry.after.filter((slug) => !state.readings.get(slug)?.finished);
  const better = open.map((slug) => pen.say(entryOf(state, slug)?.title ?? { en: slug, ko: slug })).join(', ');
  const facts = [tracks, at, better === '' ? '' : pen.say(COUNTS.better)(better)].filter((fact) => fact !== '');
  return {
    title: pen.foreign(pen.say(entry.title)),
    text: pen.say(entry.summary),
    facts: pen.dim(facts.join(` ${pen.glyphs.dot} `)),
  };
}
