import { describe, expect, it } from 'vitest';
import { layoutsIn } from './layouts.ts';
import { withNames } from './members.ts';

/** As readelf prints what g++ 12 (indirect strings) and clang (indexed ones) say of a class; shortened. */
function dump(string: string, template: string): string {
  return ` <1><52f2>: Abbrev Number: 91 (DW_TAG_class_type)
    <52f3>   DW_AT_name        : (${string}): SpscRing<${template}>
    <52f7>   DW_AT_byte_size   : 2176
 <2><52fd>: Abbrev Number: 87 (DW_TAG_union_type)
    <52fe>   DW_AT_name        : (${string}): Slot
 <3><533f>: Abbrev Number: 75 (DW_TAG_member)
    <5340>   DW_AT_name        : (${string}): value
    <5344>   DW_AT_data_member_location: 0
 <2><5400>: Abbrev Number: 31 (DW_TAG_member)
    <5401>   DW_AT_name        : (${string}): pushed_
    <5405>   DW_AT_data_member_location: 0
 <2><5410>: Abbrev Number: 31 (DW_TAG_member)
    <5411>   DW_AT_name        : (${string}): popped_
    <5415>   DW_AT_data_member_location: 8
 <1><5420>: Abbrev Number: 0
`;
}
const ring = new Set(['SpscRing']);

describe('members of an object', () => {
  it.each([
    ['g++', dump('indirect string, offset: 0x1797', 'spsc::Item, 256')],
    ['clang', dump('indexed string: 0x161', 'spsc::Item, 256UL')],
  ])('are found in the debug information of %s, without those of classes inside', (_, text) => {
    const members = [
      { name: 'pushed_', offset: 0 },
      { name: 'popped_', offset: 8 },
    ];
    expect(layoutsIn(text, ring)).toEqual([{ type: 'SpscRing', size: 2176, members }]);
  });

  it('are named behind their offsets', () => {
    const layouts = layoutsIn(dump('indexed string: 0x1', 'int'), ring);
    expect(withNames('{0} and {8}', layouts)).toBe('offset 0 `pushed_` and offset 8 `popped_`');
    expect(withNames('{8-24}', layouts)).toBe('offsets 8 to 24 `popped_`');
  });

  it('are told by offset alone where nothing, or too much, is known of them', () => {
    const other = { type: 'SpscRing', size: 2176, members: [{ name: 'head_', offset: 0 }] };
    expect(withNames('{0} and {8}', [])).toBe('offset 0 and offset 8');
    expect(withNames('{0}', [...layoutsIn(dump('indexed string: 0x1', 'int'), ring), other])).toBe('offset 0');
  });
});
