/** Chance as a parameter: a seeded generator (sfc32) that gives the same stream on every machine. Never for keys or nonces. */
import { sha256 } from './hash.ts'

/** A stream of chance; never for keys or nonces. */
export interface Random {
  /** An integer in [0, 2^32). */
  uint32(): number
  /** An integer in [0, bound); bound is an integer in [1, 2^32]. */
  below(bound: number): number
}

/** A stream of its own for each name: taking one consumer away does not shift the others. */
export function createRandom(seed: string): Random {
  const state = new Uint32Array(sha256(`tracord/random/${seed}`).slice(0, 16).buffer)
  const uint32 = (): number => {
    let [a = 0, b = 0, c = 0, count = 0] = state
    const result = (a + b + count) >>> 0
    count = (count + 1) >>> 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) >>> 0
    c = ((c << 21) | (c >>> 11)) + result
    state.set([a, b, c, count])
    return result
  }
  const below = (bound: number): number => {
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound)
    for (;;) {
      const drawn = uint32()
      if (drawn < limit) return drawn % bound
    }
  }
  return { uint32, below }
}
