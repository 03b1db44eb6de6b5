/** Tie: the second weight of a member, which makes the optimum unique and favours nobody for ever. */
import { sha256 } from '../../base/hash.ts'

/** Bits of a tie. Equal sums of ties are settled by the keys, so this only has to make them rare. */
export const TIE_BITS = 32

/**
 * The tie of every key under one problem id: an integer in [1, 2^32]. It is FNV-1a over the UTF-16 code units of the key, seeded by
 * SHA-256 of the problem id, then mixed once more. Being positive it also makes every optimum minimal: nothing goes for nothing.
 */
export function tiesOf(problemId: string, keys: readonly string[]): number[] {
  const seed = new DataView(sha256(`tracord/tie/${problemId}`).buffer)
  const low = seed.getUint32(0)
  const high = seed.getUint32(4)
  return keys.map((key) => tieOf(key, low, high))
}

function tieOf(key: string, low: number, high: number): number {
  let hash = low
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  hash ^= high
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) + 1
}
