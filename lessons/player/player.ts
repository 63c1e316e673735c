/** The player of the book: `lab start` and `lab read`. */
export { askYesNo } from './io/ask.ts';
export { backgroundOf, colourDepth, loadHighlight } from './highlight.ts';
export { openEditor } from './io/editor.ts';
export { playLinear, renderStanding } from './io/linear.ts';
export { play } from './io/play.ts';
export { rememberedLanguage } from './io/store.ts';
export { renderBook, renderLesson } from './read.ts';
