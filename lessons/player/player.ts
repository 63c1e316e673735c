/** The player of the book: `lab start` and `lab read`. */
export { askYesNo } from './ask.ts';
export { backgroundOf, colourDepth, loadHighlight } from './highlight.ts';
export { renderBook, renderLesson } from './read.ts';
