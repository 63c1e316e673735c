import { describe, expect, it } from 'vitest';
import { editDistance } from './edit-distance.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'ring', 4],
    ['ring', 'ring', 0],
    ['rng', 'ring', 1],
    ['riing', 'ring', 1],
    ['rang', 'ring', 1],
    ['spcs', 'spsc', 1],
    ['ca', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('counts the typing errors between "%s" and "%s" as %i, either way', (a, b, errors) => {
    expect(editDistance(a, b)).toBe(errors);
    expect(editDistance(b, a)).toBe(errors);
  });
});
