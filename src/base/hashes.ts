/** Hashes: a list of content ids at 32 bytes each, where as texts they would take three times as much; made into texts when asked for. */
import { cidFromDigest, digestOfCid, writeDigest, type Hash } from './hash.ts'

const DIGEST_BYTES = 32
/** Ids that a list has room for at first; it grows by half. */
const ROOM = 4

/** A list of content ids that only grows. */
export interface Hashes {
  readonly length: number
  push(hash: Hash): void
  /** The id at `index`; undefined outside the list. */
  get(index: number): Hash | undefined
  last(): Hash | undefined
  /** Whether `hash`, which may be anything, is the id at `index`. */
  is(index: number, hash: string | null): boolean
  /** The ids [from, until). */
  slice(from: number, until?: number): Hash[]
  /** Where `hash` is at or after `from`; -1 where it is not. */
  indexOf(hash: Hash, from?: number): number
}

/** An empty list. `max`: how long it can become, so that the last growth takes no more than that. */
export function createHashes(max: number = Infinity): Hashes {
  let bytes = Buffer.alloc(0)
  let length = 0
  const textAt = (index: number): Hash => cidFromDigest(bytes, index * DIGEST_BYTES)
  const isAt = (index: number, digest: Uint8Array): boolean =>
    bytes.compare(digest, 0, DIGEST_BYTES, index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES) === 0
  const has = (index: number): boolean => index >= 0 && index < length
  return {
    get length() {
      return length
    },
    push(hash) {
      if (length * DIGEST_BYTES === bytes.length) {
        const larger = Buffer.alloc(Math.max(ROOM, Math.min(max, length + (length >> 1)), length + 1) * DIGEST_BYTES)
        larger.set(bytes)
        bytes = larger
      }
      writeDigest(hash, bytes, length * DIGEST_BYTES)
      length += 1
    },
    get: (index) => (has(index) ? textAt(index) : undefined),
    last: () => (length === 0 ? undefined : textAt(length - 1)),
    is: (index, hash) => has(index) && textAt(index) === hash,
    slice: (from, until = length) =>
      Array.from({ length: Math.max(0, Math.min(until, length) - from) }, (_, at) => textAt(from + at)),
    indexOf(hash, from = 0) {
      const digest = digestOfCid(hash)
      for (let at = from; at < length; at += 1) if (isAt(at, digest)) return at
      return -1
    },
  }
}
