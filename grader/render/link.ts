import type { Screen } from './screen.ts';
import { stripControl } from './text/strip-control.ts';

/**
 * A hyperlink where the terminal knows them (OSC 8), else the address in parentheses after the text. The text may be
 * styled; the address is ours or a file's and loses whatever could end the sequence early.
 */
export function link(text: string, url: string, screen: Screen): string {
  const address = stripControl(url).replace(/\s+/gu, '');
  if (!screen.links) return text === address ? text : `${text} (${address})`;
  return `\u001b]8;;${encodeNonAscii(address)}\u0007${text}\u001b]8;;\u0007`;
}

/** The address in the sequence has to be ASCII; what is encoded already stays as it is. */
function encodeNonAscii(address: string): string {
  return address.replace(/[^\u0021-\u007e]+/gu, encodeURIComponent);
}

/** A file's address, for links to places on this machine. */
export function pathToUrl(path: string): string {
  return `file://${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** A path that can be clicked where the terminal knows links, and is a path to copy elsewhere. */
export function pathLink(path: string, screen: Screen): string {
  return screen.links ? link(path, pathToUrl(path), screen) : path;
}
