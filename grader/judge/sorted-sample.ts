/**
 * A sample kept in order, so that quantiles after every block cost nothing. Sessions have hundreds of values: inserting
 * into an array beats every tree there.
 */
export class SortedSample {
  readonly #values: number[] = [];

  get size(): number {
    return this.#values.length;
  }

  insert(value: number): void {
    this.#values.splice(this.#position(value), 0, value);
  }

  /** Takes out one value that was inserted before. */
  remove(value: number): void {
    this.#values.splice(this.#position(value), 1);
  }

  /** The rank-th smallest value, counted from 1; ranks outside the sample are its ends. Null when empty. */
  smallest(rank: number): number | null {
    return this.#values[Math.min(Math.max(rank, 1), this.size) - 1] ?? null;
  }

  largest(rank: number): number | null {
    return this.smallest(this.size + 1 - rank);
  }

  /** The value of nearest rank; null when empty. */
  quantile(share: number): number | null {
    return this.smallest(Math.ceil(share * this.size));
  }

  median(): number | null {
    return medianOfSorted(this.#values);
  }

  /** Index of the first value that is not below `value`. */
  #position(value: number): number {
    let low = 0;
    let high = this.#values.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#values[middle] ?? Infinity) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Middle value, or the mean of the middle two; null of nothing. */
export function median(values: readonly number[]): number | null {
  return medianOfSorted(values.toSorted((a, b) => a - b));
}

function medianOfSorted(values: readonly number[]): number | null {
  const low = values[Math.ceil(values.length / 2) - 1];
  const high = values[Math.floor(values.length / 2)];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
