import type { Readable } from 'node:stream';
import { CappedText } from './capped-text.ts';

export interface CaptureLimits {
  /** Bytes that are kept. */
  readonly keep: number;
  /** Bytes after which `onFlood` is called and nothing more is handed on. */
  readonly flood: number;
  readonly onFlood: () => void;
  /** Called with the text as it arrives. */
  readonly onText?: ((text: string) => void) | undefined;
}

/** Reads a program's pipe to its end. Null or undefined reads as an empty one: the program never had it. */
export function capture(stream: Readable | null | undefined, limits: CaptureLimits): CappedText {
  const text = new CappedText(limits.keep);
  const decoder = new TextDecoder();
  stream?.on('data', (chunk: Buffer) => {
    text.add(chunk);
    if (text.total > limits.flood) limits.onFlood();
    else limits.onText?.(decoder.decode(chunk, { stream: true }));
  });
  // A pipe that breaks while everything behind it is being killed is how such things end.
  stream?.on('error', () => {});
  return text;
}
