// PyTorch's generator, so that a seed means the same start here and in the package.

/** mt19937 as `torch.Generator` seeds it; gives numbers from [0, 1) as `torch.rand` does in float64. */
export class Generator {
  constructor(seed) {
    this.state = new Uint32Array(624);
    this.place = 624;
    this.state[0] = seed;
    for (let i = 1; i < 624; i++) {
      const before = this.state[i - 1] ^ (this.state[i - 1] >>> 30);
      this.state[i] = Math.imul(before, 1812433253) + i;
    }
  }

  /** 32 random bits. */
  bits() {
    const state = this.state;
    if (this.place === 624) {
      for (let i = 0; i < 624; i++) {
        const mixed = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7fffffff);
        state[i] = state[(i + 397) % 624] ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
      }
      this.place = 0;
    }
    let bits = state[this.place++];
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return (bits ^ (bits >>> 18)) >>> 0;
  }

  /** A number from [0, 1): the low 53 of 64 bits, the first draw being the higher half. */
  next() {
    const high = this.bits() & 0x1fffff;
    return (high * 2 ** 32 + this.bits()) / 2 ** 53;
  }
}
