/**
 * Table: record numbers by the 32-bit hash of their keys; the records live elsewhere. It grows by linear hashing, one bucket with each
 * record, so that no insertion ever pays for rehashing all.
 */
import { addRow, cell, createRows, setCell } from './rows.ts'

/** No record. */
export const NO_RECORD = -1

/** A set of record numbers (0 or more), found by hash. Different keys may share a hash: whoever looks compares keys. */
export interface Table {
  /** A record at `hash`, or {@link NO_RECORD}. */
  first(hash: number): number
  /** Another record at the hash of `record`, or {@link NO_RECORD} after the last. */
  next(record: number): number
  /** Adds `record`, which is not held yet. */
  add(hash: number, record: number): void
}

/** Buckets of an empty table; a power of two. */
const BUCKETS_FIRST = 16
/** Fields of a link: the next record of the bucket, and the hash of this one. Records are written plus one, so that 0 is none. */
const [NEXT, HASH] = [0, 1]

/** A table, empty. */
export function createTable(): Table {
  const [heads, links] = [createRows(1), createRows(2)]
  let [held, level] = [0, BUCKETS_FIRST] // level: the power of two that the number of buckets has reached
  while (heads.length < BUCKETS_FIRST) addRow(heads)

  const bucketOf = (hash: number): number => {
    const bucket = hash & (level * 2 - 1)
    return bucket < heads.length ? bucket : bucket & (level - 1)
  }
  const put = (bucket: number, record: number): void => {
    setCell(links, record, NEXT, cell(heads, bucket, 0))
    setCell(heads, bucket, 0, record + 1)
  }
  /** Adds the bucket `level + from`, and deals the records of `from` out between the two. */
  const split = (): void => {
    const from = heads.length - level
    let left = cell(heads, from, 0)
    const grown = addRow(heads)
    setCell(heads, from, 0, 0)
    while (left !== 0) {
      const record = left - 1
      left = cell(links, record, NEXT)
      put((cell(links, record, HASH) & level) === 0 ? from : grown, record)
    }
    if (heads.length === level * 2) level *= 2
  }
  const seek = (from: number, hash: number): number => {
    for (let left = from; left !== 0; left = cell(links, left - 1, NEXT))
      if (cell(links, left - 1, HASH) === hash) return left - 1
    return NO_RECORD
  }
  return {
    first: (hash) => seek(cell(heads, bucketOf(hash), 0), hash | 0),
    next: (record) => seek(cell(links, record, NEXT), cell(links, record, HASH)),
    add(hash, record) {
      while (links.length <= record) addRow(links)
      setCell(links, record, HASH, hash)
      put(bucketOf(hash), record)
      if (++held > heads.length) split()
    },
  }
}

/** A well-mixed 32-bit hash of three small integers. */
export function mix(x: number, y: number, z: number): number {
  let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ Math.imul(z, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return hash ^ (hash >>> 15)
}
