/** Chance that can be had again: AX_SEED repeats a run's decisions (not its timing). */
export class Random {
  constructor(seed = Number(process.env.AX_SEED ?? (Math.random() * 2 ** 31) | 0)) {
    this.seed = seed;
    this.state = seed >>> 0;
  }

  /** [0, 1): mulberry32. */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let x = this.state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  }

  /** From `low` to `high`, both included. */
  between(low, high) {
    return low + Math.floor(this.next() * (high - low + 1));
  }
  one(list) {
    return list[this.between(0, list.length - 1)];
  }
  chance(part) {
    return this.next() < part;
  }
}
