/** State vector: what a node holds of every log, under a tree of hashes that is recomputed only where something changed. */
import { sha256, sha256Hex } from '../base/hash.ts'
import { logKeyOf, type Held, type Log, type LogKey } from '../frames/log.ts'
import type { VectorLine } from './message.ts'

/** Buckets of the tree: a log is in the one that the first byte of its key's hash names. */
export const BUCKET_COUNT = 256

/** Characters of a bucket's hash: 128 bits, since a node may hold thousands of logs but sends only 256 of these. */
export const BUCKET_HASH_LENGTH = 32

const NOTHING: Held = { count: 0, head: null }
const EVERY_BUCKET: readonly number[] = Array.from({ length: BUCKET_COUNT }, (_, bucket) => bucket)
const NO_HASHES: readonly string[] = EVERY_BUCKET.map(() => '')

interface Leaf {
  readonly log: Log
  readonly bucket: number
  held: Held
  /** Entries held, those too that do not count. */
  reach: number
  /** Lowest seq at which the author is proven to have equivocated; null: it has not. */
  forkedAt: number | null
}

/** What is held of all logs, as far as it counts. A log of which nothing counts is not in it. */
export interface StateVector {
  /** Sets what is held of `log` and counts, which may be less than `reach`, what is held in all; returns its key. */
  set(log: Log, held: Held, reach?: number): LogKey
  /**
   * Marks `log`'s author as having equivocated at `seq`; only the lowest counts. null: not within what counts. Returns whether that is
   * news.
   */
  fork(key: LogKey, seq: number | null): boolean
  /** What of a log counts. */
  held(key: LogKey): Held
  /** How many entries of a log are held, whether they count or not. */
  reach(key: LogKey): number
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

interface Tree {
  readonly leavesByKey: Map<LogKey, Leaf>
  /** By bucket, made when its first log comes: vectors of a few logs are made often, one for each view of a peer. */
  readonly keysByBucket: (Set<LogKey> | undefined)[]
  /** Empty text: an empty bucket. */
  readonly hashes: string[]
  /** Buckets whose hash is out of date. */
  readonly dirty: Set<number>
  root: string | null
  entries: number
}

/** An empty state vector. */
export function createStateVector(): StateVector {
  const tree: Tree = {
    leavesByKey: new Map(),
    keysByBucket: [],
    hashes: [...NO_HASHES],
    dirty: new Set(),
    root: null,
    entries: 0,
  }
  return {
    set: (log, held, reach = held.count) => setHeld(tree, log, held, reach),
    fork: (key, seq) => setForked(tree, key, seq),
    held: (key) => tree.leavesByKey.get(key)?.held ?? NOTHING,
    reach: (key) => tree.leavesByKey.get(key)?.reach ?? 0,
    logOf: (key) => tree.leavesByKey.get(key)?.log,
    line: (key) => lineOf(tree, key),
    lines: (buckets) => linesOf(tree, buckets),
    buckets: () => bucketsOf(tree),
    root() {
      tree.root ??= sha256Hex(
        bucketsOf(tree)
          .map(([bucket, hash]) => `${bucket} ${hash}\n`)
          .join(''),
      )
      return tree.root
    },
    size: () => tree.leavesByKey.size,
    entries: () => tree.entries,
  }
}

function setHeld(tree: Tree, log: Log, held: Held, reach: number): LogKey {
  const key = logKeyOf(log)
  let leaf = tree.leavesByKey.get(key)
  if (leaf === undefined) {
    leaf = { log, bucket: bucketOf(key), held: NOTHING, reach: 0, forkedAt: null }
    tree.leavesByKey.set(key, leaf)
    const keys = (tree.keysByBucket[leaf.bucket] ??= new Set())
    keys.add(key)
  }
  tree.entries += held.count - leaf.held.count
  leaf.held = held
  leaf.reach = reach
  touch(tree, leaf)
  return key
}

function setForked(tree: Tree, key: LogKey, seq: number | null): boolean {
  const leaf = tree.leavesByKey.get(key)
  if (leaf === undefined || leaf.forkedAt === seq) return false
  if (seq !== null && leaf.forkedAt !== null && leaf.forkedAt < seq) return false
  leaf.forkedAt = seq
  touch(tree, leaf)
  return true
}

function touch(tree: Tree, leaf: Leaf): void {
  tree.dirty.add(leaf.bucket)
  tree.root = null
}

function lineOf(tree: Tree, key: LogKey): VectorLine | undefined {
  const leaf = tree.leavesByKey.get(key)
  if (leaf === undefined || leaf.held.head === null) return undefined
  return leaf.forkedAt === null ? [key, leaf.held.count, leaf.held.head] : [key, leaf.forkedAt, 'forked']
}

function* linesOf(tree: Tree, buckets: readonly number[] | null): Iterable<VectorLine> {
  for (const bucket of buckets ?? EVERY_BUCKET) {
    for (const key of tree.keysByBucket[bucket] ?? []) {
      const line = lineOf(tree, key)
      if (line !== undefined) yield line
    }
  }
}

function bucketsOf(tree: Tree): readonly (readonly [number, string])[] {
  for (const bucket of tree.dirty) tree.hashes[bucket] = bucketHash(tree, bucket)
  tree.dirty.clear()
  const told: (readonly [number, string])[] = []
  for (const [bucket, hash] of tree.hashes.entries()) if (hash !== '') told.push([bucket, hash])
  return told
}

/** The bucket of a log: the first byte of its key's SHA-256. */
export function bucketOf(key: LogKey): number {
  return sha256(key)[0] ?? 0
}

function bucketHash(tree: Tree, bucket: number): string {
  const texts: string[] = []
  for (const key of [...(tree.keysByBucket[bucket] ?? [])].sort()) {
    const line = lineOf(tree, key)
    if (line !== undefined) texts.push(`${line[0]} ${line[1]} ${line[2]}\n`)
  }
  return texts.length === 0 ? '' : sha256Hex(texts.join('')).slice(0, BUCKET_HASH_LENGTH)
}
