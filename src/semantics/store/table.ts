/** Table: an open-addressing set of record numbers; the records themselves live in columns, so a slot costs four bytes. */

/** What a table must know of the records it holds. */
export interface Keyed {
  /** The 32-bit hash of a held record's key; needed when the table grows. */
  hashOf(record: number): number
}

/** A set of record numbers (0 or more), found by the hash of their keys. */
export interface Table {
  /** The first record at `hash` for which `matches` says yes, or -1. */
  find(hash: number, matches: (record: number) => boolean): number
  /** Adds `record`, whose key has `hash` and is not held yet. */
  add(hash: number, record: number): void
  /** Puts `record` in the place of `held`, which has the same key. */
  replace(hash: number, held: number, record: number): void
}

const EMPTY = -1
const SIZE_FIRST = 64

/** A table, empty. */
export function createTable(keyed: Keyed): Table {
  let slots = new Int32Array(SIZE_FIRST).fill(EMPTY)
  let count = 0

  const put = (hash: number, record: number): void => {
    const mask = slots.length - 1
    let at = hash & mask
    while (slots[at] !== EMPTY) at = (at + 1) & mask
    slots[at] = record
  }
  const grow = (): void => {
    const held = slots
    slots = new Int32Array(held.length * 2).fill(EMPTY)
    for (const record of held) if (record !== EMPTY) put(keyed.hashOf(record), record)
  }
  return {
    find(hash, matches) {
      const mask = slots.length - 1
      for (let at = hash & mask; ; at = (at + 1) & mask) {
        const record = slots[at]!
        if (record === EMPTY || matches(record)) return record
      }
    },
    add(hash, record) {
      if ((count + 1) * 3 > slots.length * 2) grow()
      put(hash, record)
      count++
    },
    replace(hash, held, record) {
      const mask = slots.length - 1
      let at = hash & mask
      while (slots[at] !== held) at = (at + 1) & mask
      slots[at] = record
    },
  }
}

/** A well-mixed 32-bit hash of three small integers. */
export function mix(x: number, y: number, z: number): number {
  let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ Math.imul(z, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return (hash ^ (hash >>> 15)) >>> 0
}
