/** The members of a class, in the order of their offsets. */
export interface Layout {
  /** Without namespaces and template arguments: these are spelled differently by every compiler. */
  readonly type: string;
  readonly size: number;
  readonly members: readonly { readonly name: string; readonly offset: number }[];
}

interface Die {
  readonly depth: number;
  readonly tag: string;
  readonly attributes: Map<string, string>;
}

const DIE = /^ *<([0-9a-f]+)><[0-9a-f]+>: Abbrev Number: \d+(?: \((\w+)\))?/u;
const ATTRIBUTE = /^ +<[0-9a-f]+> +(DW_AT_\w+) *: (.*)$/u;
/** How readelf introduces a string that stands elsewhere: `(indirect string, offset: 0x1797): x`, `(indexed string: 0x161): x`. */
const ELSEWHERE = /^\((?:indirect|indexed|alt)[^)]*\): /u;

/**
 * Finds the classes of these names in what `readelf --debug-dump=info` prints, DWARF 4 and 5, of g++ and of clang
 * (DWARF 5, 5.7.6: members are children of their class, and say where they begin).
 */
export function layoutsIn(dump: string, types: ReadonlySet<string>): Layout[] {
  const layouts: Layout[] = [];
  let found: { readonly depth: number; readonly type: string; readonly size: number; members: Die[] } | null = null;
  for (const die of diesOf(dump)) {
    if (found && die.depth <= found.depth) {
      layouts.push(layoutOf(found));
      found = null;
    }
    if (found) {
      if (die.depth === found.depth + 1 && die.tag === 'DW_TAG_member') found.members.push(die);
    } else if (die.tag === 'DW_TAG_class_type' || die.tag === 'DW_TAG_structure_type') {
      const type = nameOf(die).replace(/<.*/su, '');
      const size = numberOf(die, 'DW_AT_byte_size');
      if (types.has(type) && size !== null) found = { depth: die.depth, type, size, members: [] };
    }
  }
  if (found) layouts.push(layoutOf(found));
  return layouts;
}

function* diesOf(dump: string): Generator<Die> {
  let die: Die | null = null;
  for (const line of dump.split('\n')) {
    const begins = DIE.exec(line);
    if (begins) {
      if (die) yield die;
      die = { depth: Number.parseInt(begins[1] ?? '', 16), tag: begins[2] ?? '', attributes: new Map() };
      continue;
    }
    const attribute = die && ATTRIBUTE.exec(line);
    if (attribute) die?.attributes.set(attribute[1] ?? '', attribute[2] ?? '');
  }
  if (die) yield die;
}

function layoutOf(found: { readonly type: string; readonly size: number; readonly members: readonly Die[] }): Layout {
  const members = found.members.flatMap((die) => {
    const offset = numberOf(die, 'DW_AT_data_member_location');
    const name = nameOf(die);
    return offset === null || name === '' ? [] : [{ name, offset }];
  });
  return { type: found.type, size: found.size, members: members.toSorted((a, b) => a.offset - b.offset) };
}

function nameOf(die: Die): string {
  return (die.attributes.get('DW_AT_name') ?? '').replace(ELSEWHERE, '').trim();
}

function numberOf(die: Die, attribute: string): number | null {
  const text = die.attributes.get(attribute)?.trim() ?? '';
  return /^(?:0x[0-9a-f]+|\d+)$/u.test(text) ? Number(text) : null;
}
