import { expect, it } from 'vitest';
import { tableOf } from './dpdk-cycles.ts';

it('compares cycles with those of the same turn, so that above one is better for us', () => {
  const figures = new Map([
    ['dpdk/forwarder', [100, 200, 150]],
    ['testpmd mac', [120, 220, 300]],
  ]);
  expect(tableOf(figures, 'dpdk/forwarder').rows).toEqual([
    ['dpdk/forwarder', '150 (100 to 200)', '1.00 (1.00 to 1.00)'],
    ['testpmd mac', '220 (120 to 300)', '1.20 (1.10 to 2.00)'],
  ]);
});
