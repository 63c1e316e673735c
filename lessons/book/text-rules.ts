import { calloutOf, widthOfText, type MarkdownNode } from '../../grader/render/markdown.ts';
import { isBlockKind } from './block-schema.ts';
import type { LessonFault } from './faults.ts';
import { BLOCK_KINDS } from './lesson.ts';

/** Languages of fenced code that the player shows; a word that is none of them is probably a block's, misspelt. */
const CODE = ['cpp', 'c', 'sh', 'text', 'cmake', 'json', 'toml', 'asm', 'diff'];
/** Cells of a line of code or of a drawing: what a terminal of 80 columns has room for beside the margins. */
const WIDEST_CODE = 74;

/** What cannot be seen from the structure: unknown fences and callouts, blocks that are hidden, lines that are too wide. */
export function textFaults(nodes: readonly MarkdownNode[], file: string, depth = 0): LessonFault[] {
  return nodes.flatMap((node) => {
    const faults = [...fenceFaults(node, depth), ...calloutFaults(node)];
    const [begin = 0] = node.token.map ?? [];
    const placed = faults.map(({ offset, problem, allowed }) => ({
      file,
      line: begin + 1 + offset,
      path: '',
      problem,
      allowed,
    }));
    return [...placed, ...textFaults(node.children, file, depth + 1)];
  });
}

interface Found {
  readonly offset: number;
  readonly problem: string;
  readonly allowed: string;
}

function fenceFaults({ token }: MarkdownNode, depth: number): Found[] {
  if (token.type !== 'fence') return [];
  const word = token.info.trim();
  if (isBlockKind(word)) {
    const hidden = { offset: 0, problem: `a ${word} block inside of something`, allowed: 'blocks on the top level' };
    return depth === 0 ? [] : [hidden];
  }
  if (!CODE.includes(word)) {
    const problem = word === '' ? 'code without a language' : `"${word}" is no block and no language`;
    return [{ offset: 0, problem, allowed: [...BLOCK_KINDS, ...CODE].join(', ') }];
  }
  return token.content.split('\n').flatMap((line, index) => {
    const width = widthOfText(line);
    if (width <= WIDEST_CODE) return [];
    return [
      {
        offset: index + 1,
        problem: `${String(width)} cells wide`,
        allowed: `at most ${String(WIDEST_CODE)}: a terminal of 80 columns, less the margins`,
      },
    ];
  });
}

function calloutFaults(node: MarkdownNode): Found[] {
  const callout = calloutOf(node);
  if (callout === null || callout.kind !== null) return [];
  return [{ offset: 0, problem: `"${callout.word}" is no callout`, allowed: '[!NOTE], [!TIP], [!WARNING]' }];
}
