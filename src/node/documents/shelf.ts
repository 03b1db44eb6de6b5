/** Shelf: the documents that are open, each brought up to its log on demand, saved, and put back when too many are out. */
import * as A from '@automerge/automerge/slim'
import type { Clock, Ms } from '../../base/clock.ts'
import type { TracordError } from '../../base/error.ts'
import type { Result } from '../../base/result.ts'
import { readBody } from '../../frames/chain.ts'
import { logKeyOf, type Held, type Log, type LogKey } from '../../frames/log.ts'
import type { Signatures } from '../../identity/signature.ts'
import { readChange } from './change.ts'
import { readChunk } from './chunk.ts'
import type { DocumentStore } from './document-store.ts'
import { append, currentDoc, entryAt, isOwnSigned, loadedDocument, newDocument, tipOf } from './open-document.ts'
import type { Content, Loaded, OpenDocument } from './open-document.ts'
import { wholeEntry, type WholeEntry } from './whole-entry.ts'

/** What a shelf needs of the node. */
export interface ShelfParts {
  readonly signatures: Signatures
  readonly clock: Clock
  readonly store: DocumentStore | null
  /** Documents open at most; default {@link DOCUMENTS_OPEN_MAX}. */
  readonly openMax?: number
  documentIdOf(key: LogKey): string
  read(log: LogKey, from: number, bytesMax: number, done: (result: Result<readonly string[], TracordError>) => void): void
  held(log: LogKey): Held
  /** Entries that a stored document has and the journal lost; answers what is held afterwards. */
  recovered(log: Log, entries: readonly WholeEntry[]): Held
  notice(type: 'alarm' | 'damage', why: string): void
  /** true: there is no time left to bring documents up to their logs; they wait for the next start. */
  isLate(): boolean
  /** Ends the showing of a document that is put back. */
  hide(document: OpenDocument): Promise<void>
}

/** The open documents. */
export interface Shelf {
  /** Calls `work` with the open document of `log`, after every earlier use of it ended; opens it if need be. */
  use<T>(log: Log, work: (document: OpenDocument) => Promise<T> | T): Promise<T>
  /** The document, if it is open. */
  peek(key: LogKey): OpenDocument | undefined
  /** Brings a document up to what the journal holds of its log. Only inside {@link Shelf.use}. */
  advance(document: OpenDocument): Promise<void>
  /** Stores what is not stored yet. Only inside {@link Shelf.use}. */
  save(document: OpenDocument): Promise<void>
  /** Puts a document away without storing it. */
  discard(log: Log): Promise<void>
  open(): number
  /** Saves and puts back every document. */
  close(): Promise<void>
}

/** Open documents: automerge-repo slows down tenfold beyond 3,000 handles. */
export const DOCUMENTS_OPEN_MAX = 512
/** Entries in open documents: each takes 1.4 kB of memory, measured. */
const ENTRIES_OPEN_MAX = 100_000
/** Entries between two pauses: about 6 ms of work, so that a claim never waits long behind a document. */
const SLICE_ENTRIES = 32
/** A shown document is not put back until it was left alone for so long, in milliseconds: the Repo's timers would miss it, and say so. */
const CALM_MS = 500
/** Text read from the journal at a time. */
const READ_BYTES = 262_144

/** An empty shelf. */
export function createShelf(parts: ShelfParts): Shelf {
  const documents = new Map<LogKey, OpenDocument>()
  const serial = createSerial()

  const opened = async (log: Log): Promise<OpenDocument> => {
    const key = logKeyOf(log)
    const document = documents.get(key) ?? (await openDocument(parts, log))
    documents.delete(key) // put at the end: the least recently used stands first
    documents.set(key, document)
    return document
  }
  const putBack = (key: LogKey, isKept = true): Promise<void> =>
    serial(key, async () => {
      const document = documents.get(key)
      if (document === undefined) return
      if (isKept) await save(parts, document)
      documents.delete(key)
      if (document.showing === undefined) A.free(document.doc)
      else await parts.hide(document) // the Repo may still look at the document: the garbage collector frees it
    })
  let isTidying = false
  const tidy = async (): Promise<void> => {
    if (isTidying) return
    isTidying = true
    const { calm, restless } = surplus([...documents.values()], parts.openMax ?? DOCUMENTS_OPEN_MAX, parts.clock.now())
    for (const key of calm) await putBack(key)
    isTidying = false
    if (restless) parts.clock.after(CALM_MS, () => void tidy())
  }
  return {
    async use(log, work) {
      const result = await serial(logKeyOf(log), async () => work(await opened(log)))
      void tidy()
      return result
    },
    peek: (key) => documents.get(key),
    advance: (document) => advance(parts, document),
    save: (document) => save(parts, document),
    discard: (log) => putBack(logKeyOf(log), false),
    open: () => documents.size,
    async close() {
      for (const key of [...documents.keys()]) await putBack(key)
    },
  }
}

/** Runs what is given for one key one after the other; other keys do not wait. */
function createSerial(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const tails = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const run = (tails.get(key) ?? Promise.resolve()).then(work)
    const tail: Promise<unknown> = run
      .catch(() => undefined)
      .finally(() => {
        if (tails.get(key) === tail) tails.delete(key)
      })
    tails.set(key, tail)
    return run
  }
}

interface Surplus {
  readonly calm: readonly LogKey[]
  /** More should go, but were touched a moment ago. */
  readonly restless: boolean
}

/** The documents to put back until the rest are within the bounds: those that no peer looks at first, then the least recently used. */
function surplus(documents: readonly OpenDocument[], openMax: number, now: Ms): Surplus {
  let entries = documents.reduce((sum, { tip }) => sum + tip.count, 0)
  let count = documents.length
  let restless = false
  const older = documents.slice(0, -1)
  const ordered = [
    ...older.filter(({ showing }) => showing === undefined),
    ...older.filter(({ showing }) => showing !== undefined),
  ]
  const calm: LogKey[] = []
  for (const { key, tip, showing, touchedAt } of ordered) {
    if (count <= openMax && entries <= ENTRIES_OPEN_MAX) return { calm, restless: false }
    if (showing !== undefined && now - touchedAt < CALM_MS) {
      restless = true
      continue
    }
    calm.push(key)
    count -= 1
    entries -= tip.count
  }
  return { calm, restless }
}

async function openDocument(parts: ShelfParts, log: Log): Promise<OpenDocument> {
  const documentId = parts.documentIdOf(logKeyOf(log))
  const loaded = await loadStored(parts, documentId)
  if (loaded === null) return newDocument(log, documentId)
  const document = loadedDocument(log, documentId, loaded)
  const tip = tipOf(document)
  if (tip !== undefined) {
    document.tip = tip
    if (await agrees(parts, document)) return document
  }
  parts.notice('damage', `the stored document ${documentId} is not its log: it is made anew from the journal`)
  await parts.store?.remove(documentId).catch(() => undefined)
  A.free(document.doc)
  return newDocument(log, documentId)
}

/** A document that cannot be read, because of the disk or a torn chunk, is as good as none: the journal has it all. */
async function loadStored(parts: ShelfParts, documentId: string): Promise<Loaded | null> {
  try {
    const found = await parts.store?.load(documentId)
    if (found === undefined || found === null) return null
    const doc = A.load<Content>(found.bytes)
    return { doc, stored: found.stored, savedHead: A.getHeads(doc)[0] }
  } catch (cause) {
    parts.notice(
      'damage',
      `the stored document ${documentId} cannot be read (${String(cause)}): it is made anew from the journal`,
    )
    await parts.store?.remove(documentId).catch(() => undefined)
    return null
  }
}

/** Whether a stored document says what the journal says. Where it is ahead (the journal lost rows), its entries are handed back. */
async function agrees(parts: ShelfParts, document: OpenDocument): Promise<boolean> {
  const { tip, key, log } = document
  if (tip.count === 0) return true
  if (tip.count > parts.held(key).count) return recover(parts, document)
  const [body] = await readBodies(parts, key, tip.count - 1, 1)
  if (body === undefined) return true // admitted, not yet durable
  const entry = entryAt(document, tip.entry)
  return entry !== undefined && logKeyOf(log) === key && entry.bodyText === body
}

function recover(parts: ShelfParts, { doc, log, tip, key }: OpenDocument): boolean {
  const held = parts.held(key).count
  const lost: WholeEntry[] = []
  for (const bytes of A.getAllChanges(doc).slice(held + 1)) {
    const read = readChunk(bytes)
    const change = read.ok && read.value.kind === 'change' ? readChange(read.value) : undefined
    if (change?.ok !== true || !isOwnSigned(parts.signatures, change.value.entry)) return false
    lost.push(change.value.entry)
  }
  return parts.recovered(log, lost).count >= tip.count
}

async function advance(parts: ShelfParts, document: OpenDocument): Promise<void> {
  while (document.stuck === undefined && document.tip.count < parts.held(document.key).count) {
    const bodies = await readBodies(parts, document.key, document.tip.count, READ_BYTES)
    if (bodies.length === 0) return // not durable yet: followed again when it is
    for (let at = 0; at < bodies.length && document.stuck === undefined; at += SLICE_ENTRIES) {
      if (parts.isLate()) return
      append(document, verified(parts, document, bodies.slice(at, at + SLICE_ENTRIES)))
      document.touchedAt = parts.clock.now()
      await pause(parts.clock)
    }
  }
}

/** The entries of these bodies up to the first whose own signature fails, which is named once. */
function verified(parts: ShelfParts, document: OpenDocument, bodies: readonly string[]): WholeEntry[] {
  const { log, tip } = document
  const entries: WholeEntry[] = []
  let prev = tip.entry
  for (const [at, text] of bodies.entries()) {
    const seq = tip.count + at
    const body = readBody(text)
    const entry = body.ok ? wholeEntry(log, seq, prev, body.value, text) : undefined
    if (entry === undefined || !isOwnSigned(parts.signatures, entry)) {
      document.stuck = seq
      const why = `entry ${seq} of ${document.key} is chained but its own signature does not verify: the document stops before it`
      parts.notice('alarm', why)
      return entries
    }
    entries.push(entry)
    prev = entry.id
  }
  return entries
}

async function save(parts: ShelfParts, document: OpenDocument): Promise<void> {
  const { store } = parts
  const { change: head } = document.tip
  if (store === null || document.savedHead === head || document.tip.count === 0) return
  const doc = currentDoc(document)
  const since = document.savedHead === undefined ? [] : [document.savedHead]
  const saving = { head, whole: () => A.save(doc), since: () => A.saveSince(doc, since) }
  try {
    document.stored = await store.save(document.documentId, document.stored, saving)
    document.savedHead = head
  } catch (cause) {
    parts.notice(
      'alarm',
      `the document ${document.documentId} cannot be stored (${String(cause)}): it is tried again when its log grows`,
    )
  }
}

function readBodies(parts: ShelfParts, key: LogKey, from: number, bytesMax: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    parts.read(key, from, bytesMax, (result) => (result.ok ? resolve(result.value) : reject(result.error)))
  })
}

function pause(clock: Clock): Promise<void> {
  return new Promise((resolve) => clock.after(0, resolve))
}
