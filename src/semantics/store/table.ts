/**
 * Table: record numbers by the 32-bit hash of their keys; the records live elsewhere. It grows by extendible hashing: a part that is
 * full becomes two, so that no insertion ever pays for rehashing all.
 */

/** No record. */
export const NO_RECORD = -1

/** A set of record numbers (0 or more), found by hash. Different keys may share a hash: whoever looks compares keys. */
export interface Table {
  /** A record at `hash`, or {@link NO_RECORD}. */
  first(hash: number): number
  /** The record at `hash` after `record`, or {@link NO_RECORD} after the last. */
  next(hash: number, record: number): number
  /** Adds `record`, which is not held yet. */
  add(hash: number, record: number): void
}

/** Slots of the first part, and of one that is split when it is full, as powers of two: splitting takes microseconds. */
const BITS_FIRST = 4
const BITS = 9
/** Low bits of the hash that may tell parts apart; slots go by the high bits. A part that is full after that many becomes larger. */
const DEPTH_MAX = 16

/** The records that share `depth` low bits of their hash, with open addressing: pairs of hash and record plus one; 0 is none. */
interface Part {
  readonly depth: number
  readonly bits: number
  readonly slots: Int32Array
  held: number
}

/** A table, empty. */
export function createTable(): Table {
  let parts: Part[] = [createPart(0, BITS_FIRST)] // by low bits of the hash; a part with fewer bits stands in several places

  /** Puts roomier parts in the place of a full one. */
  const widen = (part: Part, hash: number): void => {
    const { depth, bits, slots } = part
    const isSplit = bits >= BITS && depth < DEPTH_MAX
    if (isSplit && 1 << depth === parts.length) parts = [...parts, ...parts]
    const low = isSplit ? createPart(depth + 1, bits) : createPart(depth, bits + 1)
    const high = isSplit ? createPart(depth + 1, bits) : low
    for (let at = 0; at < slots.length; at += 2)
      if (slots[at + 1] !== 0) put((slots[at]! >>> depth) & 1 ? high : low, slots[at]!, slots[at + 1]!)
    for (let at = hash & ((1 << depth) - 1); at < parts.length; at += 1 << depth) parts[at] = (at >>> depth) & 1 ? high : low
  }
  return {
    first(hash) {
      const { slots, bits } = parts[hash & (parts.length - 1)]!
      return seek(slots, startOf(hash, bits), hash | 0)
    },
    next(hash, record) {
      const { slots, bits } = parts[hash & (parts.length - 1)]!
      let at = startOf(hash, bits)
      while (slots[at + 1] !== record + 1) at = (at + 2) & (slots.length - 1)
      return seek(slots, (at + 2) & (slots.length - 1), hash | 0)
    },
    add(hash, record) {
      let part = parts[hash & (parts.length - 1)]!
      while (part.held * 8 >= part.slots.length * 3) {
        widen(part, hash)
        part = parts[hash & (parts.length - 1)]!
      }
      put(part, hash, record + 1)
    },
  }
}

function createPart(depth: number, bits: number): Part {
  return { depth, bits, slots: new Int32Array(2 << bits), held: 0 }
}

const startOf = (hash: number, bits: number): number => (hash >>> (32 - bits)) << 1

function put(part: Part, hash: number, content: number): void {
  const { slots, bits } = part
  let at = startOf(hash, bits)
  while (slots[at + 1] !== 0) at = (at + 2) & (slots.length - 1)
  slots[at] = hash
  slots[at + 1] = content
  part.held++
}

/** The first record at `hash` from slot `from` on, before an empty one. */
function seek(slots: Int32Array, from: number, hash: number): number {
  for (let at = from; ; at = (at + 2) & (slots.length - 1)) {
    const content = slots[at + 1]!
    if (content === 0 || slots[at] === hash) return content - 1
  }
}

/** A well-mixed 32-bit hash of three small integers. */
export function mix(x: number, y: number, z: number): number {
  let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ Math.imul(z, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return hash ^ (hash >>> 15)
}
