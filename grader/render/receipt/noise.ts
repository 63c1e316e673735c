import type { NoiseLedger, Receipt } from '../../domain/receipt.ts';
import { formatPercent } from '../text/figures.ts';
import { hang } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';
import { NOISE, NOISE_TITLE, QUIET } from '../words/noise.ts';

/** Less than this of the measurements or of the time is as it should be. */
const TAKEN = 0.05;
/** At some 5 us each (irq and softirq of a NIC or disk) they take as much as `TAKEN` of one CPU. */
const INTERRUPTS_PER_SECOND = 10_000;
/** The ledger's own word on it: below this the clock or the core was taken away. */
const CANARY_FLOOR = 0.9;

/** What disturbed the measuring and what to do about it, where that is why there is no verdict; else no lines. */
export function renderNoise({ noise, verdict }: Pick<Receipt, 'noise' | 'verdict'>, pen: Pen): string[] {
  if (noise === null || noise.blocks === 0 || verdict !== 'inconclusive') return [];
  const entries = loudEntries(noise);
  if (entries.length === 0) return hang(pen.dim(pen.say(QUIET)), pen.columns, '  ');
  const lines = entries.flatMap(([name, figure]) => {
    const { what, remedy } = NOISE[name];
    const sentence = `${pen.say<(figure: string) => string>(what)(figure)}: ${pen.dim(pen.say(remedy))}`;
    return hang(sentence, pen.columns, `  ${pen.unsure(pen.glyphs.unsure)} `);
  });
  return [`  ${pen.bold(pen.say(NOISE_TITLE))}`, ...lines];
}

function loudEntries(noise: NoiseLedger): (readonly [keyof typeof NOISE, string])[] {
  const entries: (readonly [keyof typeof NOISE, string])[] = [];
  if (noise.gated > TAKEN) entries.push(['gated', formatPercent(noise.gated)]);
  if (noise.neighbours > TAKEN) entries.push(['neighbours', formatPercent(noise.neighbours)]);
  if (noise.hypervisor > TAKEN) entries.push(['hypervisor', formatPercent(noise.hypervisor)]);
  if (noise.interruptsPerSecond > INTERRUPTS_PER_SECOND) {
    entries.push(['interrupts', Math.round(noise.interruptsPerSecond).toLocaleString('en')]);
  }
  // Where others had the CPU, that is why the canary was slow.
  const isExplained = noise.neighbours > TAKEN || noise.hypervisor > TAKEN;
  if (noise.canaryFloor < CANARY_FLOOR && !isExplained) entries.push(['canary', formatPercent(noise.canaryFloor)]);
  return entries;
}
