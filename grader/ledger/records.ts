import { receipt as receiptSchema, type Receipt } from '../domain/receipt.ts';
import { rounds as roundsSchema, type Rounds } from '../domain/rounds.ts';

/** A stored receipt, or null when it is not one that this version of the lab understands. */
export function readReceipt(json: unknown): Receipt | null {
  return receiptSchema.safeParse(parse(json)).data ?? null;
}

/** Stored rounds, or null when they are not what this version of the judge reads. */
export function readRounds(json: unknown): Rounds | null {
  return roundsSchema.safeParse(parse(json)).data ?? null;
}

function parse(json: unknown): unknown {
  if (typeof json !== 'string') return null;
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
