/** Open document: one log's document in memory, where it stands, and the only ways in which it grows. */
import * as A from '@automerge/automerge/slim'
import type { Ms } from '../../base/clock.ts'
import type { Hash } from '../../base/hash.ts'
import { isSigned } from '../../frames/chain.ts'
import { logKeyOf, type Log, type LogKey } from '../../frames/log.ts'
import type { Signatures } from '../../identity/signature.ts'
import { changeOf, emptyTip, tipAfter, type Tip } from './change.ts'
import { NOTHING_STORED, type StoredDocument } from './document-store.ts'
import { bucketName, genesisOf } from './genesis.ts'
import { readWholeEntry, type WholeEntry } from './whole-entry.ts'

/** What a document of ours holds. */
export interface Content {
  readonly entries: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** Something that shows an open document elsewhere, namely automerge-repo's handle: while there is one, it owns the document. */
interface Showing {
  doc(): A.Doc<Content>
  update(change: (doc: A.Doc<Content>) => A.Doc<Content>): void
}

/** An open document. Only its own functions and the shelf change it, one at a time (see {@link Shelf.use}). */
export interface OpenDocument {
  readonly log: Log
  readonly key: LogKey
  readonly documentId: string
  tip: Tip
  /** The seq whose own signature does not verify: the document stops before it for ever. */
  stuck: number | undefined
  showing: Showing | undefined
  doc: A.Doc<Content>
  stored: StoredDocument
  /** When it last changed, or began to be shown: the Repo has timers that look at it for a while. */
  touchedAt: Ms
  /** Head when last stored, hexadecimal. */
  savedHead: string | undefined
}

/** A document that holds nothing yet. */
export function newDocument(log: Log, documentId: string): OpenDocument {
  const doc = A.load<Content>(genesisOf(log).bytes)
  return loadedDocument(log, documentId, { doc, stored: NOTHING_STORED, savedHead: undefined })
}

/** What was loaded of a document. */
export type Loaded = Pick<OpenDocument, 'doc' | 'stored' | 'savedHead'>

/** A loaded document, its tip not read yet. */
export function loadedDocument(log: Log, documentId: string, loaded: Loaded): OpenDocument {
  return {
    log,
    key: logKeyOf(log),
    documentId,
    stuck: undefined,
    showing: undefined,
    touchedAt: 0,
    tip: emptyTip(log),
    ...loaded,
  }
}

/** Where a loaded document stands, when its last change is canonical and one of its log. */
export function tipOf({ doc, key, log }: OpenDocument): Tip | undefined {
  const [head, ...others] = A.getHeads(doc)
  const count = A.stats(doc).numChanges - 1
  if (head === undefined || others.length > 0) return undefined
  if (count === 0) return head === genesisOf(log).hash ? emptyTip(log) : undefined
  const text = A.inspectChange(doc, head)?.ops[0]?.value
  const entry = typeof text === 'string' ? readWholeEntry(text) : undefined
  if (entry?.ok !== true || entry.value.seq !== count - 1 || logKeyOf(entry.value.log) !== key) return undefined
  return { count, change: head, entry: entry.value.id }
}

/** Puts verified entries that follow the tip into the document. */
export function append(document: OpenDocument, entries: readonly WholeEntry[]): void {
  if (entries.length === 0) return
  const changes: Uint8Array[] = []
  let tip = document.tip
  for (const entry of entries) {
    const change = changeOf(entry, tip.change)
    changes.push(change.bytes)
    tip = tipAfter(entry, change)
  }
  const apply = (doc: A.Doc<Content>): A.Doc<Content> => A.applyChanges(doc, changes)[0]
  if (document.showing === undefined) document.doc = apply(document.doc)
  else document.showing.update(apply)
  document.tip = tip
}

/** The entry `id` of an open document, if it is there. */
export function entryAt(document: OpenDocument, id: Hash | null): WholeEntry | undefined {
  const text = id === null ? undefined : currentDoc(document).entries[bucketName(id)]?.[id]
  if (!A.isImmutableString(text)) return undefined
  const entry = readWholeEntry(text.val)
  return entry.ok ? entry.value : undefined
}

/** The document as it is now, whoever owns it. */
export function currentDoc(document: OpenDocument): A.Doc<Content> {
  return document.showing?.doc() ?? document.doc
}

/** Whether the entry's own signature verifies (the chain alone is not enough for a document: its bytes hold every signature). */
export function isOwnSigned(signatures: Signatures, entry: WholeEntry): boolean {
  return isSigned(entry.log, entry.seq, entry.prev, entry.body, signatures)
}
