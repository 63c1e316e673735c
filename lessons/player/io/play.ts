import process from 'node:process';
import type { Exercise } from '../../../grader/domain/exercise.ts';
import type { Paths } from '../../../grader/domain/paths.ts';
import type { Screen } from '../../../grader/render/screen.ts';
import type { LessonEntry } from '../../book/book.ts';
import { backgroundFromReply, backgroundOf, colourDepth, loadHighlight, type Palette } from '../highlight.ts';
import { drawScreen } from '../views/screen.ts';
import { Session } from './session.ts';
import { firstState } from './start.ts';
import { Store } from './store.ts';
import { sizeOf, Terminal } from './terminal.ts';

export interface PlayOptions {
  readonly book: readonly LessonEntry[];
  readonly exercises: readonly Exercise[];
  readonly paths: Paths;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/** While something runs the spinner turns; else it is often enough to see that a step was done. */
const [BUSY_MS, IDLE_MS] = [100, 2000];
/** What the first screen does not need is loaded when it has been seen. */
const SETTLED_MS = 150;

/** The player on a terminal, until the reader quits. */
export async function play({ book, exercises, paths, screen, signal }: PlayOptions): Promise<void> {
  const store = new Store(paths, book);
  const { columns, rows } = sizeOf(process.stdout);
  const state = firstState({ book, exercises }, store, { screen: { ...screen, columns }, rows, now: Date.now() });
  using terminal = new Terminal({
    onKey: (key) => {
      session.send({ kind: 'key', key });
    },
    onResize: (width, height) => {
      session.send({ kind: 'resized', columns: width, rows: height });
    },
    onReply: (reply) => {
      const background = backgroundFromReply(reply);
      if (background) void colours.begin(background);
    },
  });
  await using session: Session = new Session(
    state,
    {
      show: (shown) => {
        terminal.draw(drawScreen(shown));
      },
      ask: async (ask, asked) => {
        const { askReader, rowsToAsk } = await import('./ask.ts');
        const lines = drawScreen(asked);
        terminal.lend(ask.kind === 'search' ? [...lines.slice(0, 2), ''] : roomToAsk(lines, rowsToAsk(ask)));
        try {
          return await askReader(ask, asked.screen, signal);
        } finally {
          terminal.resume();
        }
      },
      aside: (action) => {
        terminal.step();
        try {
          action();
        } finally {
          terminal.resume();
        }
      },
    },
    { store, paths, signal },
  );
  const colours = new Colours(session);
  terminal.draw(drawScreen(state));
  using _clock = ticking(session);
  const over = new AbortController();
  using _later = afterwards(() => {
    if (screen.colour) colours.ask(terminal);
    void survey(session, paths, AbortSignal.any([signal, over.signal]));
  });
  try {
    await session.over();
  } finally {
    over.abort();
  }
}

/** The page without its keys and as many of its last lines as the question needs, empty ones first. */
function roomToAsk(lines: readonly string[], needed: number): string[] {
  const page = lines.slice(0, -1);
  while (page.at(-1) === '') page.pop();
  const room = Math.max(0, lines.length - needed - 1);
  const head = page.slice(0, 2);
  const body = page.slice(2);
  return [...head, ...body.slice(Math.max(0, body.length - Math.max(0, room - head.length))), ''];
}

/** Tells the session the time. */
function ticking(session: Session): Disposable {
  let last = 0;
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - last < (session.state.busy ? BUSY_MS : IDLE_MS)) return;
    last = now;
    session.send({ kind: 'tick', now });
  }, BUSY_MS);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
    },
  };
}

function afterwards(action: () => void): Disposable {
  const timer = setTimeout(action, SETTLED_MS);
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
    },
  };
}

/** What can be graded here is found out by trying it, which takes a while the first time. */
async function survey(session: Session, paths: Paths, signal: AbortSignal): Promise<void> {
  try {
    const { surveyExercises } = await import('./survey.ts');
    session.send({ kind: 'surveyed', blocked: await surveyExercises(session.state.exercises, { paths, signal }) });
  } catch {
    // Whoever opens an exercise is told by its grade.
  }
}

/** Colours for code, once it is known on which background they have to be read. */
class Colours {
  readonly #session: Session;
  #begun = false;

  constructor(session: Session) {
    this.#session = session;
  }

  ask(terminal: Terminal): void {
    if (colourDepth(process.env) === null) return;
    const known = backgroundOf(process.env);
    if (known) void this.begin(known);
    else terminal.askBackground();
  }

  async begin(background: Palette['background']): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    const highlight = await loadHighlight({ background, direct: colourDepth(process.env) === 'direct' });
    this.#session.send({ kind: 'highlighting', highlight });
  }
}
