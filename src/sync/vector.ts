/** State vector: what a node holds of every log, under a tree of hashes that is recomputed only where something changed. */
import { sha256, sha256Hex } from '../base/hash.ts'
import { logKeyOf, type Held, type Log, type LogKey } from '../frames/log.ts'
import type { VectorLine } from './message.ts'

/** Buckets of the tree: a log is in the one that the first byte of its key's hash names. */
export const BUCKET_COUNT = 256

/** Characters of a bucket's hash: 128 bits, since a node may hold thousands of logs but sends only 256 of these. */
export const BUCKET_HASH_LENGTH = 32

const NOTHING: Held = { count: 0, head: null }

interface Leaf {
  readonly log: Log
  readonly bucket: number
  held: Held
  /** Lowest seq at which the author is proven to have equivocated; null: it has not. */
  forkedAt: number | null
}

/** What is held of all logs. A log with no entry is not in it. */
export interface StateVector {
  /** Sets what is held of `log`; returns its key. */
  set(log: Log, held: Held): LogKey
  /** Marks `log`'s author as having equivocated at `seq`; only the lowest counts. Returns whether that is news. */
  fork(key: LogKey, seq: number): boolean
  held(key: LogKey): Held
  logOf(key: LogKey): Log | undefined
  /** `log`'s line as others are told it; undefined when nothing is held. */
  line(key: LogKey): VectorLine | undefined
  /** The lines of `buckets` (null: all), in no particular order. */
  lines(buckets: readonly number[] | null): Iterable<VectorLine>
  /** Hashes of the buckets that are not empty, by rising bucket. */
  buckets(): readonly (readonly [bucket: number, hash: string])[]
  /** One hash of everything: equal roots are equal vectors. */
  root(): string
  /** Number of logs held. */
  size(): number
  /** Number of entries held. */
  entries(): number
}

/** An empty state vector. */
export function createStateVector(): StateVector {
  const leavesByKey = new Map<LogKey, Leaf>()
  const keysByBucket = Array.from({ length: BUCKET_COUNT }, () => new Set<LogKey>())
  const hashes = Array.from({ length: BUCKET_COUNT }, () => '')
  const dirty = new Set<number>()
  let rootHash: string | null = null
  let entryCount = 0

  const touch = (leaf: Leaf): void => {
    dirty.add(leaf.bucket)
    rootHash = null
  }
  const line = (key: LogKey): VectorLine | undefined => {
    const leaf = leavesByKey.get(key)
    if (leaf === undefined || leaf.held.head === null) return undefined
    return leaf.forkedAt === null ? [key, leaf.held.count, leaf.held.head] : [key, leaf.forkedAt, 'forked']
  }
  const rehash = (): void => {
    for (const bucket of dirty) hashes[bucket] = bucketHash(keysByBucket[bucket] ?? new Set(), line)
    dirty.clear()
  }
  function* lines(buckets: readonly number[] | null): Iterable<VectorLine> {
    const sets = buckets === null ? keysByBucket : buckets.map((bucket) => keysByBucket[bucket] ?? [])
    for (const keys of sets) {
      for (const key of keys) {
        const found = line(key)
        if (found !== undefined) yield found
      }
    }
  }
  const bucketsHeld = (): (readonly [number, string])[] => {
    rehash()
    return hashes.map((hash, bucket) => [bucket, hash] as const).filter(([, hash]) => hash !== '')
  }
  return {
    set(log, held) {
      const key = logKeyOf(log)
      let leaf = leavesByKey.get(key)
      if (leaf === undefined) {
        leaf = { log, bucket: bucketOf(key), held: NOTHING, forkedAt: null }
        leavesByKey.set(key, leaf)
        keysByBucket[leaf.bucket]?.add(key)
      }
      entryCount += held.count - leaf.held.count
      leaf.held = held
      touch(leaf)
      return key
    },
    fork(key, seq) {
      const leaf = leavesByKey.get(key)
      if (leaf === undefined || (leaf.forkedAt !== null && leaf.forkedAt <= seq)) return false
      leaf.forkedAt = seq
      touch(leaf)
      return true
    },
    held: (key) => leavesByKey.get(key)?.held ?? NOTHING,
    logOf: (key) => leavesByKey.get(key)?.log,
    line,
    lines,
    buckets: bucketsHeld,
    root() {
      rootHash ??= sha256Hex(bucketsHeld().map(([bucket, hash]) => `${bucket} ${hash}\n`).join(''))
      return rootHash
    },
    size: () => leavesByKey.size,
    entries: () => entryCount,
  }
}

/** The bucket of a log: the first byte of its key's SHA-256. */
export function bucketOf(key: LogKey): number {
  return sha256(key)[0] ?? 0
}

function bucketHash(keys: ReadonlySet<LogKey>, line: (key: LogKey) => VectorLine | undefined): string {
  const texts: string[] = []
  for (const key of [...keys].sort()) {
    const found = line(key)
    if (found !== undefined) texts.push(`${found[0]} ${found[1]} ${found[2]}\n`)
  }
  return texts.length === 0 ? '' : sha256Hex(texts.join('')).slice(0, BUCKET_HASH_LENGTH)
}
