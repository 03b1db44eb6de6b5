/** Documents: a node's logs as Automerge documents, which follow the journal while the node is idle and which stock peers sync. */
import * as A from '@automerge/automerge/slim'
import type { NetworkAdapterInterface, StorageAdapterInterface } from '@automerge/automerge-repo/slim'
import type { Clock, Ms } from '../../base/clock.ts'
import { TracordError } from '../../base/error.ts'
import type { Hash } from '../../base/hash.ts'
import type { Range } from '../../frames/entry.ts'
import { logKeyOf, type Held, type Log, type LogKey } from '../../frames/log.ts'
import type { Signatures } from '../../identity/signature.ts'
import type { Done } from '../../ports/journal.ts'
import { absorb, rangesOf, type Absorbed, type Offer } from './absorb.ts'
import { createDocumentStore, type DocumentStore } from './document-store.ts'
import { createFollower, type Follower } from './follower.ts'
import { currentDoc, type OpenDocument } from './open-document.ts'
import { createStockSide, documentIdOf, urlOf, type StockSide } from './repo.ts'
import { createShelf, type Shelf, type ShelfParts } from './shelf.ts'
import { ensureWasm } from './wasm.ts'

/** Something that the owner of the node should hear. */
export interface DocumentNotice {
  readonly type: 'alarm' | 'refused' | 'damage'
  /** The stock peer concerned, or empty. */
  readonly peer: string
  readonly why: string
}

/** What documents need of their node. */
export interface DocumentsOptions {
  readonly realm: Hash
  readonly signatures: Signatures
  readonly clock: Clock
  /** Where documents are kept, in automerge-repo's own layout; absent: they are made from the journal when asked for. */
  readonly storage?: StorageAdapterInterface
  /** Adapters by which stock peers come; each is put behind the gate. */
  readonly network?: readonly NetworkAdapterInterface[]
  /** Our id toward stock peers; unique among live connections. */
  readonly peerId: string
  /** Documents kept open at most; default 512. */
  readonly openMax?: number
  /** As `Journal.read`: durable bodies of a log. */
  read(log: LogKey, from: number, bytesMax: number, done: Done<readonly string[]>): void
  /** What the node holds of a log; `{ count: 0, head: null }` when it knows none. */
  held(log: LogKey): Held
  /** Whether a log is pruned, all of it or from its beginning: it has no document. Absent: none is. */
  pruned?(log: LogKey): boolean
  /** Hands canonical entries, each with its own signature verified, to intake. Answers what is held afterwards. Never throws. */
  admit(range: Range, peer: string): Held
  /** Never throws. */
  notice(notice: DocumentNotice): void
}

/** Everything countable about the documents. */
export interface DocumentsStatus {
  /** Documents in memory. */
  readonly open: number
  /** Logs whose documents lag behind their journal. */
  readonly behind: number
  /** Pairs (stock peer, document) in quarantine now, and since the start. */
  readonly quarantined: number
  readonly refused: number
  /** Messages of stock peers thrown away. */
  readonly dropped: number
}

/** The documents of a node. */
export interface Documents {
  /** The log holds `count` durable entries: its document follows when the node is idle. Called for each log at start and when it grew. */
  follow(log: Log, count: number): void
  /** The log was pruned: its document goes for good, out of memory, storage and the hands of stock peers. Never rejects. */
  forget(log: Log): Promise<void>
  /** Lets stock peers in by another adapter. */
  attach(network: NetworkAdapterInterface): void
  /** The bytes of a log's document, brought up to what is durable. Rejects with `UNKNOWN` for a log that is not held. */
  export(log: LogKey): Promise<Uint8Array>
  /** The `automerge:` url of a log's document. */
  url(log: LogKey): string
  status(): DocumentsStatus
  /** Resolves when every followed log is written and everything that stock peers sent is dealt with. */
  flush(): Promise<void>
  /** Stores what is open and parts from stock peers. Idempotent. */
  close(): Promise<void>
}

/** Opens the documents of a node, whose journal is open already. */
export async function createDocuments(options: DocumentsOptions): Promise<Documents> {
  await ensureWasm()
  const store = options.storage === undefined ? null : createDocumentStore(options.storage)
  const counts = (await store?.counts().catch(() => undefined)) ?? new Map<string, number>()
  const notedAt = options.clock.now()
  const desk: Desk = {
    ...{ options, store, counts, notedAt, closeBy: undefined, logs: new Map() },
    shelf: createShelf(shelfParts()),
    stock: stockSide(),
  }
  const { shelf, stock, logs } = desk
  const follower = createFollower(options.clock, (log) => write(desk, log))
  for (const network of options.network ?? []) stock.attach(network)
  let closing: Promise<void> | undefined
  return {
    follow(log, count) {
      if (closing !== undefined || count === 0 || isPruned(desk, log)) return
      const documentId = documentIdOf(logKeyOf(log))
      logs.set(documentId, log)
      if (counts.get(documentId) !== count) follower.follow(log)
    },
    forget: (log) => forget(desk, log),
    attach: (network) => stock.attach(network),
    export: (key) => exportLog(desk, key),
    url: urlOf,
    status: () => ({ open: shelf.open(), behind: follower.behind(), ...stock.counts() }),
    async flush() {
      await stock.settled()
      await follower.settled()
    },
    close: () => (closing ??= closeAll(desk, follower)),
  }

  function shelfParts(): ShelfParts {
    return {
      ...options,
      store,
      documentIdOf,
      recovered: (log, entries) => {
        for (const range of rangesOf(log, entries)) options.admit(range, RECOVERED)
        return options.held(logKeyOf(log))
      },
      notice: (type, why) => options.notice({ type, peer: '', why }),
      hide: (document) => desk.stock.hide(document),
      isLate: () => isLate(desk),
    }
  }

  /** What stock peers offer is absorbed; a log they bring is known from then on. */
  function stockSide(): StockSide {
    return createStockSide(options.peerId, {
      realm: options.realm,
      documentIdOf,
      logOf: (documentId) => desk.logs.get(documentId),
      take: (log, offers, peer, pass) =>
        isPruned(desk, log)
          ? Promise.resolve({ fault: 'its log is pruned', waiting: [], missing: undefined })
          : desk.shelf.use(log, (document) => take(desk, document, offers, peer, pass)),
      refused: (peer, why) => options.notice({ type: 'refused', peer, why }),
    })
  }
}

/** Stands for the peer when entries come back from a stored document. */
const RECOVERED = 'stored document'
/** The counts of stored documents are noted at most this often, in milliseconds, and at the end. */
const NOTE_MS = 10_000

/** Closing writes documents for so long, in milliseconds. */
const CLOSE_MS = 2_000

interface Desk {
  readonly options: DocumentsOptions
  readonly store: DocumentStore | null
  readonly shelf: Shelf
  readonly stock: StockSide
  /** By document id. */
  readonly logs: Map<string, Log>
  readonly counts: Map<string, number>
  notedAt: Ms
  /** Set while closing: when no more is written. */
  closeBy: Ms | undefined
}

function isLate({ closeBy, options }: Desk): boolean {
  return closeBy !== undefined && options.clock.now() > closeBy
}

type Pass = (absorbed: Absorbed) => void

function isPruned({ options }: Desk, log: Log): boolean {
  return options.pruned?.(logKeyOf(log)) === true
}

async function forget(desk: Desk, log: Log): Promise<void> {
  const { counts, logs, options, shelf, store } = desk
  const documentId = documentIdOf(logKeyOf(log))
  logs.delete(documentId)
  counts.delete(documentId)
  try {
    await shelf.discard(log)
    await store?.remove(documentId)
  } catch (cause) {
    const why = `the document of a pruned log could not be removed (${String(cause)}): it is tried again at the next start`
    options.notice({ type: 'alarm', peer: '', why })
  }
}

async function take(desk: Desk, document: OpenDocument, offers: readonly Offer[], peer: string, pass: Pass): Promise<Absorbed> {
  const absorbed = await absorb({ ...desk.options, shelf: desk.shelf, isLate: () => isLate(desk) }, document, offers, peer)
  if (absorbed.fault !== undefined) return absorbed
  desk.logs.set(document.documentId, document.log)
  document.touchedAt = desk.options.clock.now()
  desk.stock.show(document)
  pass(absorbed)
  return absorbed
}

/** Brings one document up to its log, stores it, and shows it where it is followed. */
async function write(desk: Desk, log: Log): Promise<void> {
  const { options, shelf, stock, store, counts } = desk
  if (isPruned(desk, log)) return
  if (store === null && !stock.isFollowed(documentIdOf(logKeyOf(log)))) return // made when somebody asks for it
  try {
    if (isLate(desk)) return
    await shelf.use(log, async (document) => {
      await shelf.advance(document)
      if (stock.isFollowed(document.documentId)) stock.show(document)
      await shelf.save(document)
      if (document.savedHead === document.tip.change) counts.set(document.documentId, document.tip.count)
    })
    if (options.clock.now() - desk.notedAt >= NOTE_MS) await note(desk)
  } catch (cause) {
    options.notice({ type: 'alarm', peer: '', why: `a document could not follow its log: ${String(cause)}` })
  }
}

async function note(desk: Desk): Promise<void> {
  desk.notedAt = desk.options.clock.now()
  await desk.store?.noteCounts(desk.counts).catch(() => undefined) // without it the next start only looks at more documents
}

function exportLog(desk: Desk, key: LogKey): Promise<Uint8Array> {
  const log = desk.logs.get(documentIdOf(key))
  if (log === undefined) return Promise.reject(new TracordError('UNKNOWN', `no such log is held: ${key}`))
  return desk.shelf.use(log, async (document) => {
    await desk.shelf.advance(document)
    return A.save(currentDoc(document))
  })
}

/** A node that is told to stop has better things to do than to write documents: what is left follows after the next start. */
async function closeAll(desk: Desk, follower: Follower): Promise<void> {
  desk.closeBy = desk.options.clock.now() + CLOSE_MS
  follower.stop()
  await follower.settled()
  await desk.stock.settled()
  await desk.stock.close()
  await desk.shelf.close()
  await note(desk)
}
