/** Genesis: the first change of a log's document, a pure function of the log's five names: anybody creates the same empty document. */
import { encodeChange } from '@automerge/automerge/slim'
import { digestOfCid, sha256Hex, type Hash } from '../../base/hash.ts'
import type { Log } from '../../frames/log.ts'

/** The actor of every genesis. It is no key of anybody, so nobody can go on writing as it without being seen. */
export const GENESIS_ACTOR = '00000000000000000000000000000000'

/** Maps under `entries`. One map of all entries would cost 7 to 11 ms a change at 10,000 keys; 64 maps hold 156 each. */
const BUCKETS = 64

/** What the document says it is: the version of this form. */
const FORM = 1

// Operation numbers inside the genesis: fixed by the order in which `operations` lists them.
const LOG_OP = 2
const ENTRIES_OP = 8
const FIRST_BUCKET_OP = 9

/** The operation number of entry 0; entry n has the nth after it, because every change holds exactly one operation. */
export const FIRST_ENTRY_OP = FIRST_BUCKET_OP + BUCKETS

/** A genesis as bytes, with its hash. */
export interface Genesis {
  /** An uncompressed automerge change chunk. */
  readonly bytes: Uint8Array
  /** The hash of that change, hexadecimal. */
  readonly hash: string
}

/** The genesis of `log`: `{ tracord: 1, log: { author, domain, epoch, kind, realm }, entries: { "00": {} ... "3f": {} } }`. */
export function genesisOf(log: Log): Genesis {
  const bytes = encodeChange({
    actor: GENESIS_ACTOR,
    author: null,
    seq: 1,
    startOp: 1,
    time: 0,
    message: null,
    deps: [],
    ops: operations(log),
  })
  return { bytes, hash: hashOfChange(bytes) }
}

/** The hash of an uncompressed change chunk: SHA-256 of everything after its magic bytes and checksum. */
export function hashOfChange(bytes: Uint8Array): string {
  return sha256Hex(bytes.subarray(8))
}

/** The object id of the map that holds the entry `id`: chosen by the low six bits of the first byte of its digest. */
export function bucketOf(id: Hash): string {
  return objectId(FIRST_BUCKET_OP + bucketNumber(id))
}

/** The key of that map under `entries`: two hexadecimal digits. */
export function bucketName(id: Hash): string {
  return nameOf(bucketNumber(id))
}

function bucketNumber(id: Hash): number {
  return (digestOfCid(id)[0] ?? 0) % BUCKETS
}

type Operation = Parameters<typeof encodeChange>[0]['ops'][number]

function operations(log: Log): Operation[] {
  const names = objectId(LOG_OP)
  return [
    { action: 'set', obj: '_root', key: 'tracord', value: FORM, datatype: 'int', pred: [] },
    makeMap('_root', 'log'),
    { action: 'set', obj: names, key: 'author', value: log.author, pred: [] },
    { action: 'set', obj: names, key: 'domain', value: log.domain, pred: [] },
    { action: 'set', obj: names, key: 'epoch', value: log.epoch, datatype: 'int', pred: [] },
    { action: 'set', obj: names, key: 'kind', value: log.kind, pred: [] },
    { action: 'set', obj: names, key: 'realm', value: log.realm, pred: [] },
    makeMap('_root', 'entries'),
    ...Array.from({ length: BUCKETS }, (_, bucket) => makeMap(objectId(ENTRIES_OP), nameOf(bucket))),
  ]
}

function makeMap(obj: string, key: string): Operation {
  return { action: 'makeMap', obj, key, pred: [] }
}

function objectId(operation: number): string {
  return `${operation}@${GENESIS_ACTOR}`
}

function nameOf(bucket: number): string {
  return bucket.toString(16).padStart(2, '0')
}
