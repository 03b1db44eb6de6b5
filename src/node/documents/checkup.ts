/** Checkup: whether the stored document of a log is, change for change, the one that its entries determine. */
import * as A from '@automerge/automerge/slim'
import type { StorageAdapterInterface } from '@automerge/automerge-repo/slim'
import type { Hash } from '../../base/hash.ts'
import { readBody } from '../../frames/chain.ts'
import { logKeyOf, type Log } from '../../frames/log.ts'
import { changeOf, emptyTip, tipAfter } from './change.ts'
import { createDocumentStore } from './document-store.ts'
import { loadedDocument, tipOf, type Content } from './open-document.ts'
import { documentIdOf } from './repo.ts'
import { ensureWasm } from './wasm.ts'
import { wholeEntry } from './whole-entry.ts'

/** What a stored document is to its log. */
export type DocumentState =
  /** There is none: it is made when the node runs. */
  | { readonly type: 'none' }
  /** It is the log's, up to `count` entries; fewer than the journal holds are made up for when the node runs. */
  | { readonly type: 'sound'; readonly count: number }
  /** It goes on where the journal ends: the node takes its entries back when it runs. */
  | { readonly type: 'ahead'; readonly count: number }
  | { readonly type: 'damaged'; readonly why: string }

/** Looks at stored documents. */
export interface DocumentCheckup {
  /** The document of `log`, whose sound entries have these bodies. */
  look(log: Log, bodies: readonly string[]): Promise<DocumentState>
  /** Forgets the stored document of `log`: the node makes it anew from its journal. */
  forget(log: Log): Promise<void>
  idOf(log: Log): string
}

/** A checkup of the documents in `storage`. */
export async function createCheckup(storage: StorageAdapterInterface): Promise<DocumentCheckup> {
  await ensureWasm()
  const store = createDocumentStore(storage)
  const idOf = (log: Log): string => documentIdOf(logKeyOf(log))
  return {
    idOf,
    async forget(log) {
      await store.remove(idOf(log))
      // By its note a start would take the document to be there.
      const counts = await store.counts()
      if (counts.delete(idOf(log))) await store.noteCounts(counts)
    },
    async look(log, bodies) {
      const loaded = await store.load(idOf(log)).catch((cause: unknown) => new Error(`it cannot be read: ${String(cause)}`))
      if (loaded === null) return { type: 'none' }
      return loaded instanceof Error ? { type: 'damaged', why: loaded.message } : compare(log, bodies, loaded.bytes)
    },
  }
}

function compare(log: Log, bodies: readonly string[], bytes: Uint8Array): DocumentState {
  let doc: A.Doc<Content>
  try {
    doc = A.load<Content>(bytes)
  } catch (cause) {
    return { type: 'damaged', why: `automerge cannot load it: ${String(cause)}` }
  }
  try {
    const stored = { snapshots: [], increments: [] }
    const tip = tipOf(loadedDocument(log, '', { doc, stored, savedHead: undefined }))
    if (tip === undefined) return { type: 'damaged', why: 'it does not end on an entry of its log' }
    const common = Math.min(tip.count, bodies.length)
    const wanted = headAt(log, bodies.slice(0, common))
    const held = tip.count === common ? tip.change : A.decodeChange(A.getAllChanges(doc)[common] as Uint8Array).hash
    if (wanted !== held) return { type: 'damaged', why: 'its changes are not those that its entries determine' }
    return { type: tip.count > bodies.length ? 'ahead' : 'sound', count: tip.count }
  } finally {
    A.free(doc)
  }
}

/** The head, hexadecimal, of the document that holds exactly these entries. */
function headAt(log: Log, bodies: readonly string[]): string {
  let tip = emptyTip(log)
  let prev: Hash | null = null
  for (const [seq, text] of bodies.entries()) {
    const body = readBody(text)
    if (!body.ok) break // sound bodies are canonical
    const entry = wholeEntry(log, seq, prev, body.value, text)
    tip = tipAfter(entry, changeOf(entry, tip.change))
    prev = entry.id
  }
  return tip.change
}
