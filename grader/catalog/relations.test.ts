import { describe, expect, it } from 'vitest';
import { checkRelations, type Related } from './relations.ts';

const related = (id: string, order: string, ...after: string[]): Related => ({ id, order, file: `${id}.json`, after });

describe('checkRelations', () => {
  it('finds nothing wrong with exercises that build on each other', () => {
    expect(
      checkRelations([
        related('a/a', '010.010'),
        related('a/b', '010.020', 'a/a'),
        related('b/c', '020.010', 'a/a', 'a/b'),
      ]),
    ).toEqual([]);
  });

  it('names both places of an id or a number that is used twice', () => {
    const faults = checkRelations([related('a/a', '010.010'), { ...related('a/a', '010.010'), file: 'other.json' }]);
    expect(faults.map(({ file, problem }) => [file, problem])).toEqual([
      ['other.json', 'a/a is also a/a.json'],
      ['other.json', '010.010 is also a/a.json'],
    ]);
  });

  it('names the exercises there are, where one comes after something else', () => {
    const [fault, ...others] = checkRelations([related('a/a', '010.010', 'a/b')]);
    expect(fault).toMatchObject({ path: 'after[0]', problem: 'there is no exercise "a/b"', allowed: 'a/a' });
    expect(others).toEqual([]);
  });

  it('tells each circle once, with everyone in it', () => {
    const faults = checkRelations([
      related('a/a', '010.010', 'a/c'),
      related('a/b', '010.020', 'a/a'),
      related('a/c', '010.030', 'a/b'),
      related('a/d', '010.040', 'a/d', 'a/a'),
    ]);
    expect(faults.map(({ problem }) => problem)).toEqual(['a circle: a/a → a/c → a/b → a/a', 'a circle: a/d → a/d']);
  });
});
