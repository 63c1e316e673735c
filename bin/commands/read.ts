import process from 'node:process';
import { loadCatalog } from '../../grader/catalog/catalog.ts';
import { findLesson, loadBook, openLesson } from '../../lessons/book/book.ts';
import type { Highlight } from '../../grader/render/markdown.ts';
import { backgroundOf, colourDepth, loadHighlight, renderBook, renderLesson } from '../../lessons/player/player.ts';
import type { App } from '../app.ts';

/** `lab read [lesson]`: a lesson as text, or the list of them. */
export async function runRead(app: App, text: string | undefined): Promise<number> {
  const { root, cache } = app.paths;
  const { exercises } = loadCatalog(root);
  const book = loadBook(root, { exerciseIds: exercises.map(({ id }) => id), cache });
  const { language } = app.screen;
  if (text === undefined) {
    app.print(app.json ? JSON.stringify({ schema: 1, lessons: book }, null, 2) : renderBook(book, app.screen));
    return 0;
  }
  const entry = findLesson(book, text);
  const lesson = openLesson(entry, language);
  if (app.json) app.print(JSON.stringify({ schema: 1, slug: entry.slug, ...lesson }, null, 2));
  else app.print(renderLesson(entry, lesson, app.screen, { exercises, highlight: await highlightFor(app) }));
  return 0;
}

/** Only where it is known that the colours can be read. */
async function highlightFor({ screen }: App): Promise<Highlight | undefined> {
  const background = backgroundOf(process.env);
  const depth = colourDepth(process.env);
  if (!screen.colour || background === null || depth === null) return undefined;
  return await loadHighlight({ background, direct: depth === 'direct' });
}
