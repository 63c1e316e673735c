/**
 * What a terminal would obey instead of showing: control strings up to their terminator (or the line's end), control
 * sequences, other escapes; then single control characters, and those that reorder text on the screen (Unicode's
 * bidirectional controls, "Trojan Source", CVE-2021-42574). ECMA-48 sections 5.3 to 5.6.
 */
const CONTROL = new RegExp(
  [
    String.raw`(?:\u001b[\]PX^_]|[\u0090\u0098\u009d\u009e\u009f])[^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)?`,
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?`,
    String.raw`\u001b[ -/]*[0-~]?`,
    String.raw`[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]`,
  ].join('|'),
  'gu',
);
/** Eight columns, as terminals and compilers count them. */
const TAB = 8;

/**
 * Text that comes from a learner's program, a compiler or a file, made safe to print: nothing is left in it that a
 * terminal obeys, except line ends. Tabs become the spaces they stand for.
 */
export function stripControl(text: string): string {
  return text.replaceAll('\r\n', '\n').split('\n').map(expandTabs).join('\n').replace(CONTROL, '');
}

function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  let expanded = '';
  for (const part of line.split(/(?<=\t)/u)) {
    expanded += part.endsWith('\t') ? part.slice(0, -1) : part;
    if (part.endsWith('\t')) expanded += ' '.repeat(TAB - (expanded.length % TAB));
  }
  return expanded;
}
