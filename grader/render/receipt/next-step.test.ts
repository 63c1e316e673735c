import { describe, expect, it } from 'vitest';
import type { VerdictKind } from '../../domain/verdict.ts';
import { RING_EXERCISE } from '../samples/exercise.ts';
import { receiptOf } from '../samples/receipts.ts';
import type { Screen } from '../screen.ts';
import { renderReceipt } from '../receipt.ts';

const PLAIN: Screen = { columns: 80, colour: false, unicode: true, links: false, language: 'en' };
const render = (verdict: VerdictKind, reason: string, editHint?: string): string =>
  renderReceipt(receiptOf({ verdict, reason }), RING_EXERCISE, PLAIN, { folder: 'work/ring/spsc', editHint });

describe('the next step', () => {
  it.each([
    ['passed', 'faster-than-the-line', 'lab solution ring/spsc'],
    ['passed', 'correctness-only', 'lab grade ring/spsc'],
    ['passed', 'checks-passed', 'lab solution ring/spsc'],
    ['incorrect', 'check-failed', 'lab hint ring/spsc'],
    ['too-slow', 'slower-than-the-line', 'lab hint ring/spsc'],
    ['build-failed', 'compile-error', 'edit work/ring/spsc/spsc_ring.hpp'],
    ['unchanged', 'starter-unchanged', 'edit work/ring/spsc/spsc_ring.hpp'],
    ['inconclusive', 'too-noisy', 'lab grade ring/spsc --keep-measuring'],
    ['inconclusive', 'clock', 'lab doctor'],
    ['unsupported', 'no-compiler', 'lab doctor'],
  ] as const)('after %s (%s) is: %s', (verdict, reason, command) => {
    const text = render(verdict, reason);
    expect(text.match(/^Next:/gmu)).toHaveLength(1);
    expect(text.split('\n').at(-1)).toContain(`Next: ${command}  `);
  });

  it('opens the file where the caller knows how', () => {
    const text = render('unchanged', 'starter-unchanged', 'code -g spsc_ring.hpp:9');
    expect(text).toContain('Next: code -g spsc_ring.hpp:9');
  });
});
