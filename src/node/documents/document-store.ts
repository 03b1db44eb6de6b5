/**
 * Document store: documents as chunks in a storage adapter, under the keys that automerge-repo itself uses, so that any stock Repo opens
 * the folder. The Repo is not given the storage: it saves on its own timers, a failing disk ends in an unhandled rejection, and a torn
 * chunk blocks its document.
 */
import { createHash } from 'node:crypto'
import type { StorageAdapterInterface as Storage } from '@automerge/automerge-repo/slim'

type Key = string[]

interface StoredChunk {
  readonly key: Key
  readonly bytes: number
}

/** What is stored of one document. */
export interface StoredDocument {
  readonly snapshots: readonly StoredChunk[]
  readonly increments: readonly StoredChunk[]
}

/** Nothing stored yet. */
export const NOTHING_STORED: StoredDocument = { snapshots: [], increments: [] }

/** What there is to save of a document: its whole, or what came since it was last stored. */
interface Saving {
  /** The only head, hexadecimal. */
  readonly head: string
  whole(): Uint8Array
  /** Changes since the last save. */
  since(): Uint8Array
}

/** Where documents are kept. Every function rejects when the storage does; nothing is retried here. */
export interface DocumentStore {
  /** The chunks of a document in one piece, snapshots first; null when there are none. */
  load(documentId: string): Promise<{ readonly bytes: Uint8Array; readonly stored: StoredDocument } | null>
  /** Saves an increment, or a new snapshot in place of all chunks when the increments have outgrown the old one. */
  save(documentId: string, stored: StoredDocument, saving: Saving): Promise<StoredDocument>
  /** Forgets a document. */
  remove(documentId: string): Promise<void>
  /** Entries in each stored document as last noted: where it agrees with the journal, a start need not open the document. */
  counts(): Promise<Map<string, number>>
  noteCounts(counts: ReadonlyMap<string, number>): Promise<void>
}

/** Below this a snapshot is simply written anew: a small document is one chunk. */
const SMALL_SNAPSHOT_BYTES = 1_024

/** No document has such an id, so no Repo looks here. */
const COUNTS_KEY: Key = ['tracord', 'counts']

/** A store in `storage`. */
export function createDocumentStore(storage: Storage): DocumentStore {
  return {
    async load(documentId) {
      const snapshots = await chunksUnder(storage, [documentId, 'snapshot'])
      const increments = await chunksUnder(storage, [documentId, 'incremental'])
      const all = [...snapshots, ...increments]
      if (all.length === 0) return null
      const stored = { snapshots: snapshots.map(size), increments: increments.map(size) }
      return { bytes: Buffer.concat(all.map(({ data }) => data)), stored }
    },
    async save(documentId, stored, saving) {
      return isOutgrown(stored)
        ? saveWhole(storage, documentId, stored, saving)
        : saveIncrement(storage, documentId, stored, saving)
    },
    async remove(documentId) {
      await storage.removeRange([documentId, 'snapshot'])
      await storage.removeRange([documentId, 'incremental'])
    },
    counts: async () => countsIn(await storage.load(COUNTS_KEY)),
    noteCounts: (counts) => storage.save(COUNTS_KEY, Buffer.from(JSON.stringify([...counts]))),
  }
}

/** A note that cannot be read is no note: every document is then looked at once. */
function countsIn(bytes: Uint8Array | undefined): Map<string, number> {
  try {
    const noted: unknown = bytes === undefined ? [] : JSON.parse(Buffer.from(bytes).toString('utf8'))
    return new Map(Array.isArray(noted) ? (noted as [string, number][]) : [])
  } catch {
    return new Map()
  }
}

async function chunksUnder(storage: Storage, prefix: Key): Promise<{ readonly key: Key; readonly data: Uint8Array }[]> {
  const chunks = await storage.loadRange(prefix)
  return chunks.flatMap(({ key, data }) => (data === undefined ? [] : [{ key, data }]))
}

function size({ key, data }: { readonly key: Key; readonly data: Uint8Array }): StoredChunk {
  return { key, bytes: data.length }
}

function isOutgrown({ snapshots, increments }: StoredDocument): boolean {
  const total = (chunks: readonly StoredChunk[]): number => chunks.reduce((sum, { bytes }) => sum + bytes, 0)
  return total(snapshots) < SMALL_SNAPSHOT_BYTES || total(increments) >= total(snapshots)
}

/** The new snapshot stands before the old chunks go: a crash in between leaves both, and both say the same. */
async function saveWhole(storage: Storage, id: string, stored: StoredDocument, saving: Saving): Promise<StoredDocument> {
  const data = saving.whole()
  const key = [id, 'snapshot', hash(saving.head)]
  await storage.save(key, data)
  for (const old of [...stored.snapshots, ...stored.increments]) {
    if (old.key.join('/') !== key.join('/')) await storage.remove(old.key)
  }
  return { snapshots: [{ key, bytes: data.length }], increments: [] }
}

async function saveIncrement(storage: Storage, id: string, stored: StoredDocument, saving: Saving): Promise<StoredDocument> {
  const data = saving.since()
  if (data.length === 0) return stored
  const key = [id, 'incremental', hash(data)]
  await storage.save(key, data)
  return { ...stored, increments: [...stored.increments, { key, bytes: data.length }] }
}

function hash(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
