import { z } from 'zod';

/** What a check program says, a line each, on its channel (native/harness/check_channel.hpp). */
const message = z.discriminatedUnion('event', [
  z.object({ event: z.literal('hello'), steps: z.number() }),
  z.object({ event: z.literal('started'), step: z.string() }),
  z.object({ event: z.literal('passed'), step: z.string(), seconds: z.number() }),
  z.object({ event: z.literal('failed'), step: z.string(), seconds: z.number(), story: z.array(z.string()) }),
  z.object({ event: z.literal('skipped'), step: z.string() }),
  z.object({ event: z.literal('unjudged'), step: z.string(), seconds: z.number(), why: z.string() }),
  z.object({
    event: z.literal('advice'),
    topic: z.string(),
    text: z.string(),
    object: z.object({ type: z.string(), size: z.number() }).optional(),
  }),
  z.object({
    event: z.literal('moment'),
    thread: z.string(),
    text: z.string(),
    key: z.boolean(),
    file: z.string().optional(),
    line: z.number().optional(),
  }),
  z.object({ event: z.literal('count'), name: z.string(), value: z.number().min(0) }),
  z.object({ event: z.literal('machine'), text: z.string() }),
  z.object({ event: z.literal('done') }),
]);
export type CheckMessage = z.infer<typeof message>;

/**
 * Cuts a channel's text into messages. What does not begin with the cookie was not written by our harness: the learner's
 * code can reach the descriptor, too, and whatever it writes there is ignored.
 */
export class MessageReader {
  readonly #prefix: string;
  readonly #onMessage: (message: CheckMessage) => void;
  #rest = '';

  constructor(cookie: string, onMessage: (message: CheckMessage) => void) {
    this.#prefix = `${cookie} `;
    this.#onMessage = onMessage;
  }

  add(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#read(line);
  }

  #read(line: string): void {
    // The learner's bytes may stand before ours, without a line's end.
    const start = line.indexOf(this.#prefix);
    if (start < 0) return;
    const parsed = message.safeParse(jsonOrNull(line.slice(start + this.#prefix.length)));
    if (parsed.success) this.#onMessage(parsed.data);
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
