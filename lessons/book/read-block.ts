import { LineCounter, parseDocument, type Document } from 'yaml';
import { faultsOfIssue, jsonPath, type SchemaFault } from '../../grader/domain/strict-schema.ts';
import { parseBlock } from './block-schema.ts';
import type { LessonFault } from './faults.ts';
import type { Block } from './lesson.ts';
import { PROBE_FIGURES } from './probe-figures.ts';

export interface ReadBlock {
  readonly block: Block | null;
  readonly faults: readonly LessonFault[];
}

/** Reads one interactive block. `line` is the line of its first YAML line in `file`. */
export function readBlock(kind: Block['kind'], yaml: string, file: string, line: number): ReadBlock {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => ({
      file,
      line: line + lines.linePos(error.pos[0]).line - 1,
      path: '',
      problem: `not YAML (${error.message})`,
      allowed: 'YAML; quote a text that holds ": " or " #", or begins with a sign',
    }));
    return { block: null, faults };
  }
  const read = parseBlock(kind, document.toJS());
  const faults = read.success ? figureFaults(read.data) : read.error.issues.flatMap(faultsOfIssue);
  const placed = faults.map(({ path, problem, allowed }) => ({
    file,
    line: line + lineOf(document, lines, path) - 1,
    path: [kind, jsonPath(path)].filter((word) => word !== '').join(' '),
    problem,
    allowed,
  }));
  return { block: read.success ? read.data : null, faults: placed };
}

/** A figure has to be one of its probe's. */
function figureFaults(block: Block): SchemaFault[] {
  if (block.kind !== 'predict') return [];
  const figures = Object.keys(PROBE_FIGURES[block.probe]);
  if (figures.includes(block.figure)) return [];
  return [{ path: ['figure'], problem: `"${block.figure}" is not a figure of it`, allowed: figures.join(', ') }];
}

/** The line of a value, or of the nearest thing around it that is there. Counts from 1. */
export function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    const start = rangeStart(node);
    if (start !== null) return lines.linePos(start).line;
  }
  return 1;
}

function rangeStart(node: unknown): number | null {
  if (typeof node !== 'object' || node === null || !('range' in node)) return null;
  const { range } = node;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : null;
}
