import type { LessonFault } from './faults.ts';
import type { Block, Lesson } from './lesson.ts';

/** One language of a lesson, with the file that it is in. */
export interface Translation {
  readonly lesson: Lesson;
  readonly file: string;
}

/**
 * Both languages must teach the same: sections and blocks in the same order, and the same facts in each. Whatever reads
 * a place or an answer that was remembered relies on it.
 */
export function compareTranslations(first: Translation, second: Translation): LessonFault[] {
  const [ours, theirs] = [first.lesson.sections, second.lesson.sections];
  const faults: LessonFault[] = [];
  const fault = (line: number, problem: string, allowed: string): void => {
    faults.push({ file: second.file, line, path: '', problem, allowed });
  };
  if (ours.length !== theirs.length) {
    const names = ours.map(({ title }) => title).join(' | ');
    fault(1, `${String(theirs.length)} sections`, `${String(ours.length)}, as in ${first.file}: ${names}`);
    return faults;
  }
  for (const [index, section] of ours.entries()) {
    const [mine, other] = [blocksOf(section), blocksOf(theirs[index])];
    const title = theirs[index]?.title ?? '';
    const line = other[0]?.line ?? theirs[index]?.parts[0]?.line ?? 1;
    const [here, there] = [mine.map(nameOf).join(', ') || 'none', other.map(nameOf).join(', ') || 'none'];
    if (here !== there) fault(line, `blocks in "${title}": ${there}`, `${here}, as in ${first.file}`);
    else for (const [at, { block }] of mine.entries()) differ(block, other[at], first.file, fault);
  }
  return faults;
}

type PlacedBlock = { readonly block: Block; readonly line: number };

function blocksOf(section: Lesson['sections'][number] | undefined): PlacedBlock[] {
  return section?.parts.flatMap((part) => (part.kind === 'block' ? [part] : [])) ?? [];
}

function nameOf({ block }: PlacedBlock): string {
  return `${block.kind} ${block.id}`;
}

function differ(
  mine: Block,
  other: PlacedBlock | undefined,
  file: string,
  fault: (line: number, problem: string, allowed: string) => void,
): void {
  if (!other) return;
  const theirs = new Map(factsOf(other.block));
  for (const [name, value] of factsOf(mine)) {
    const found = theirs.get(name);
    if (found !== value) fault(other.line, `${other.block.id}: ${name} is ${found ?? ''}`, `${value}, as in ${file}`);
  }
}

/** What a translation leaves as it is. */
function factsOf(block: Block): (readonly [string, string])[] {
  switch (block.kind) {
    case 'predict': {
      const { probe, figure, claim } = block;
      const after = block.after !== undefined;
      return facts({ probe, figure, low: claim?.low, high: claim?.high, source: claim?.source, 'has after': after });
    }
    case 'measure':
      return facts({
        probe: block.probe,
        'has expect': block.expect !== undefined,
        'has after': block.after !== undefined,
      });
    case 'quiz':
      return facts({ 'right choices': block.choices.map(({ right }) => right) });
    case 'step':
      return facts({ do: block.do, undo: block.undo, detect: block.detect, needs: block.needs });
    case 'try':
      return facts({ command: block.command, 'has note': block.note !== undefined });
    case 'exercise':
      return [];
  }
}

function facts(entries: Readonly<Record<string, unknown>>): (readonly [string, string])[] {
  return Object.entries(entries).map(([name, value]) => [name, JSON.stringify(value) ?? 'nothing'] as const);
}
