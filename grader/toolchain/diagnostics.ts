/** One message of the compiler, as its reader looks for it. */
export interface Diagnostic {
  /** As the reader knows it: `spsc_ring.hpp`, `contract.hpp`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The source line with its marker, where the compiler showed one. */
  readonly snippet: string;
}

/** `file:line:column: error: message`, as GCC and Clang both write it. */
const HEADLINE =
  /^(?<file>[^:\n]+):(?<line>\d+):(?<column>\d+): (?<severity>fatal error|error|warning): (?<message>.*)$/u;
/** `  41 |   ring.push(` and the marker below it. */
const SNIPPET = /^ *(?:\d+)? \|/u;
/** A template's error can quote the world. */
const LONGEST_SNIPPET = 4;

/**
 * Reads the errors and warnings out of a compiler's text. Notes, include chains and instantiation chains are left out:
 * the first error is nearly always the one to read.
 */
export function parseDiagnostics(text: string): Diagnostic[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const match = HEADLINE.exec(line)?.groups;
    if (!match) return [];
    const { file = '', line: row, column, severity, message = '' } = match;
    const found: Diagnostic = {
      file,
      line: Number(row),
      column: Number(column),
      severity: severity === 'warning' ? 'warning' : 'error',
      message: message.replace(/ \[-W[^\]]+\]$/u, ''),
      snippet: snippetAfter(lines, index),
    };
    return [found];
  });
}

function snippetAfter(lines: readonly string[], headline: number): string {
  const taken: string[] = [];
  for (const line of lines.slice(headline + 1, headline + 1 + LONGEST_SNIPPET)) {
    if (!SNIPPET.test(line)) break;
    taken.push(line);
  }
  return taken.join('\n');
}
