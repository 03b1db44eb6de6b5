/** Stock message: what automerge-repo peers send, read within bounds, and the few messages of that protocol that the gate says itself. */
import { decodeSyncMessage, encodeSyncMessage, type DecodedSyncMessage } from '@automerge/automerge/slim'
import { err, ok, type Result } from '../../base/result.ts'
import { CHUNK_BYTES_MAX } from './chunk.ts'

/** A message of automerge-repo as it comes off a network adapter: nothing in it is believed. */
export interface StockMessage {
  readonly type: string
  readonly senderId: string
  readonly targetId: string
  readonly documentId?: string
  readonly data?: Uint8Array
}

/** A sync message whose parts are within the bounds. */
export type StockSync = DecodedSyncMessage

/** Hashes in one list of a sync message; a log has one head, so an honest peer sends one or two. */
const HASHES_MAX = 64
/** Summaries (`have`) in one sync message; stock peers send one. */
const SUMMARIES_MAX = 8
/** Chunks in one sync message: a full log change by change. */
const CHUNKS_MAX = 10_100
/** The Bloom filter's constants in every stock peer. Other ones would make each of our hashes cost as many probes as a stranger likes. */
const BLOOM_BITS_PER_ENTRY = 10
const BLOOM_PROBES = 7

/** Reads the sync message in `data`, or says what is wrong with it. */
export function readSync(data: unknown): Result<StockSync, string> {
  if (!(data instanceof Uint8Array)) return err('no bytes')
  if (data.length > CHUNK_BYTES_MAX) return err('a message too large')
  let sync: StockSync
  try {
    sync = decodeSyncMessage(data)
  } catch (cause) {
    return err(`not a sync message (${String(cause)})`)
  }
  if (sync.heads.length > HASHES_MAX || sync.need.length > HASHES_MAX) return err('too many hashes')
  if (sync.changes.length > CHUNKS_MAX) return err('too many changes')
  if (sync.have.length > SUMMARIES_MAX) return err('too many summaries')
  const fits = sync.have.every(({ lastSync, bloom }) => lastSync.length <= HASHES_MAX && isStockBloom(bloom))
  return fits ? ok(sync) : err('a summary that no stock peer makes')
}

/** Whether a filter has the constants of stock peers, and as many bits as it says. An empty one has no bytes at all. */
function isStockBloom(bloom: Uint8Array): boolean {
  if (bloom.length === 0) return true
  let at = 0
  const number = (): number => {
    let value = 0
    for (let place = 1; place <= 2 ** 28; place *= 128) {
      const byte = bloom[at] ?? 255
      at += 1
      value += (byte % 128) * place
      if (byte < 128) return value
    }
    return Number.NaN
  }
  const entries = number()
  if (number() !== BLOOM_BITS_PER_ENTRY || number() !== BLOOM_PROBES) return false
  return bloom.length - at === Math.ceil((entries * BLOOM_BITS_PER_ENTRY) / 8)
}

/** The message without its changes: they went through intake, and the Repo's document has them already. */
export function withoutChanges(sync: StockSync): Uint8Array {
  return sync.changes.length === 0 ? encodeSyncMessage(sync) : encodeSyncMessage(plain({ ...sync, changes: [] }))
}

/** An outgoing sync message that also asks for the change `missing` (a hash): the one that keeps later ones waiting. */
export function needing(data: Uint8Array, missing: string): Uint8Array {
  const sync = decodeSyncMessage(data)
  return encodeSyncMessage({ ...sync, need: [missing] })
}

/** Asks a peer for all of a document that we do not know yet. */
export function askingForAll(heads: readonly string[]): Uint8Array {
  return encodeSyncMessage(plain({ heads: [], need: [...heads], have: [{ lastSync: [], bloom: new Uint8Array() }], changes: [] }))
}

/** The first version of the message form, which every peer reads; the second differs only in how it carries changes. */
function plain(sync: StockSync): StockSync {
  return Object.assign({}, sync, { type: 'v1' })
}
