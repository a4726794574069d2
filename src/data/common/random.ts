/**
 * The one source of randomness. A stream is named by the seed and a path (`'shuffle', epoch`), not by how
 * many numbers were drawn before, so a training that is resumed draws what it would have drawn, and no stream
 * disturbs another.
 */

/**
 * Random numbers by xoshiro128** (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators",
 * 2021).
 */
export class Random {
  private readonly state: Uint32Array;

  /** @param path name of the stream within the seed */
  constructor(seed: number, ...path: readonly (string | number)[]) {
    this.state = new Uint32Array(4);
    let mixed = 0x9e3779b9;
    for (const part of [seed, ...path]) {
      for (const character of `${part}/`) {
        mixed = mix(mixed ^ (character.codePointAt(0) ?? 0));
      }
    }
    for (let i = 0; i < 4; i++) {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      this.state[i] = mix(mixed);
    }
    if (this.state.every((word) => word === 0)) {
      this.state[0] = 1; // the all-zero state is the generator's only fixed point
    }
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    const s = this.state;
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11);
    return result;
  }

  /** Uniform in [0, 1), with 53 random bits. */
  next(): number {
    return ((this.bits() >>> 5) * 67108864 + (this.bits() >>> 6)) / 9007199254740992;
  }

  /** Uniform in [low, high). */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number from 0 to n − 1, without modulo bias. */
  integer(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** Standard normal (Box and Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  /** 0 … n−1 in random order (Fisher and Yates). */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** The finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(word: number): number {
  let h = word >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
