/**
 * Output of a program that nobody trusts: the first and the last bytes are kept, the middle is dropped and counted.
 * The head tells what went wrong first (a sanitizer's report), the tail what happened last.
 */
export class CappedText {
  /** Bytes written so far, kept or not. */
  total = 0;
  readonly #half: number;
  readonly #head: Buffer[] = [];
  readonly #tail: Buffer[] = [];
  #headBytes = 0;
  #tailBytes = 0;

  /** At most `capBytes` are kept, half of them from each end. */
  constructor(capBytes: number) {
    this.#half = Math.ceil(capBytes / 2);
  }

  add(chunk: Buffer): void {
    this.total += chunk.length;
    const room = this.#half - this.#headBytes;
    if (room > 0) {
      this.#head.push(chunk.subarray(0, room));
      this.#headBytes += Math.min(room, chunk.length);
    }
    if (chunk.length > room) this.#addToTail(chunk.subarray(Math.max(room, 0)));
  }

  #addToTail(chunk: Buffer): void {
    this.#tail.push(chunk);
    this.#tailBytes += chunk.length;
    for (let first = this.#tail[0]; first && this.#tailBytes - first.length >= this.#half; first = this.#tail[0]) {
      this.#tail.shift();
      this.#tailBytes -= first.length;
    }
  }

  /** What was kept, as UTF-8; a line of its own says how much is missing in between. */
  toString(): string {
    const tail = Buffer.concat(this.#tail).subarray(-this.#half);
    const cut = this.total - this.#headBytes - tail.length;
    const head = Buffer.concat(this.#head);
    if (cut === 0) return Buffer.concat([head, tail]).toString();
    return `${head.toString()}\n[… ${String(cut)} bytes cut …]\n${tail.toString()}`;
  }
}
