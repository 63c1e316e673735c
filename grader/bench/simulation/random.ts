/** Seeded random numbers: the same seed gives the same table. Xoshiro128** (Blackman and Vigna, 2018). */
export class Random {
  readonly #state = new Uint32Array(4);
  #spareNormal: number | null = null;

  /** Seeds that differ in any part give unrelated sequences. */
  constructor(...seeds: readonly number[]) {
    let mixed = 0x9e3779b9; // 2^32 / golden ratio, as in SplitMix
    for (const seed of seeds) mixed = mix(mixed ^ seed) + 0x9e3779b9;
    for (let index = 0; index < this.#state.length; index += 1) {
      mixed += 0x9e3779b9;
      this.#state[index] = mix(mixed);
    }
  }

  /** Uniform in [0, 1). */
  next(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#state;
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const state = this.#state;
    const third = c ^ a;
    const fourth = d ^ b;
    state[1] = b ^ third;
    state[0] = a ^ fourth;
    state[2] = third ^ (b << 9);
    state[3] = rotate(fourth, 11);
    return result / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  coin(): boolean {
    return this.next() < 0.5;
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    const spare = this.#spareNormal;
    if (spare !== null) {
      this.#spareNormal = null;
      return spare;
    }
    for (;;) {
      const x = 2 * this.next() - 1;
      const y = 2 * this.next() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spareNormal = y * scale;
      return x * scale;
    }
  }
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** MurmurHash3's finalizer. */
function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
