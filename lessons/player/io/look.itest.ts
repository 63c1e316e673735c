import { expect, it } from 'vitest';
import { DETECTORS } from '../../book/book.ts';
import { lookFor } from './look.ts';

it.each(DETECTORS)('says of %s what it has seen, and changes nothing', async (detector) => {
  const signal = new AbortController().signal;
  const first = await lookFor(detector, signal);
  expect(['done', 'open', 'unknown']).toContain(first.state);
  expect(first.seen).toMatch(/\S/u);
  expect(await lookFor(detector, signal)).toEqual(first);
});
