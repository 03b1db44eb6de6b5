/** Repo: the one file that runs automerge-repo (2.5.6, pinned): by it stock peers reach our documents, behind a gate each. */
import { NetworkAdapter, parseAutomergeUrl, Repo, stringifyAutomergeUrl } from '@automerge/automerge-repo/slim'
import type {
  BinaryDocumentId,
  DocHandle,
  DocumentId,
  Message,
  NetworkAdapterInterface,
  PeerId,
  PeerMetadata,
} from '@automerge/automerge-repo/slim'
import { documentIdBytes, type LogKey } from '../../frames/log.ts'
import { createGate, type Gate, type GateCounts, type GateParts } from './gate.ts'
import type { Content, OpenDocument } from './open-document.ts'
import type { StockMessage } from './stock-message.ts'

/** The automerge: url under which stock peers find the document of a log. */
export function urlOf(key: LogKey): string {
  return stringifyAutomergeUrl({ documentId: documentIdBytes(key) as BinaryDocumentId })
}

/** The DocumentId of a log's document, as automerge-repo spells it. */
export function documentIdOf(key: LogKey): string {
  return parseAutomergeUrl(stringifyAutomergeUrl({ documentId: documentIdBytes(key) as BinaryDocumentId })).documentId
}

/** Our documents as stock peers meet them. */
export interface StockSide {
  /** Lets stock peers in by this adapter, behind a gate of its own. */
  attach(network: NetworkAdapterInterface): void
  /** Shows an open document to the peers that ask for it. */
  show(document: OpenDocument): void
  /** Ends that. Never rejects. */
  hide(document: OpenDocument): Promise<void>
  /** Whether a stock peer follows the document. */
  isFollowed(documentId: string): boolean
  counts(): GateCounts
  /** Resolves when all that stock peers sent so far was dealt with. */
  settled(): Promise<void>
  close(): Promise<void>
}

/**
 * A Repo without storage (see the document store), which announces to a peer only what that peer followed before: the first time peers ask
 * for what they want to follow. When a peer comes again, only a sync that the Repo itself begins forgets what it said on the connection
 * before, of which some may never have arrived: without that it would not say it again. `peerId` must be unique among live connections.
 */
export function createStockSide(peerId: string, parts: GateParts): StockSide {
  const gates: Gate[] = []
  const hasFollowed = (peer: string, documentId = ''): boolean => gates.some((gate) => gate.hasFollowed(peer, documentId))
  const shareConfig = {
    announce: (peer: PeerId, documentId?: DocumentId) => Promise.resolve(hasFollowed(peer, documentId)),
    access: () => Promise.resolve(true),
  }
  const repo = new Repo({ peerId: peerId as PeerId, shareConfig })
  const joined = new Set<string>()
  return {
    attach(network) {
      const adapter = new GatedAdapter(network, parts, joined)
      gates.push(adapter.gate)
      repo.networkSubsystem.addNetworkAdapter(adapter)
    },
    show(document) {
      if (document.showing !== undefined) return
      const { doc } = document
      const handle = repo.import<Content>(new Uint8Array(), { docId: document.documentId as DocumentId })
      handle.update(() => doc)
      handle.doneLoading()
      document.showing = showingOf(handle)
    },
    async hide(document) {
      document.showing = undefined
      await repo.removeFromCache(document.documentId as DocumentId).catch(() => undefined) // it was not shown: nothing to end
    },
    isFollowed: (documentId) => gates.some((gate) => gate.isFollowed(documentId)),
    counts: () => sum(gates.map((gate) => gate.counts())),
    async settled() {
      for (const gate of gates) await gate.settled()
    },
    async close() {
      await repo.shutdown()
    },
  }
}

function showingOf(handle: DocHandle<Content>): OpenDocument['showing'] {
  return { doc: () => handle.doc(), update: (change) => handle.update(change) }
}

function sum(counts: readonly GateCounts[]): GateCounts {
  const total = (pick: (count: GateCounts) => number): number => counts.reduce((all, count) => all + pick(count), 0)
  return {
    quarantined: total(({ quarantined }) => quarantined),
    refused: total(({ refused }) => refused),
    dropped: total(({ dropped }) => dropped),
  }
}

/** A network adapter with a gate in it. A peer id is let in once, whichever adapters it comes by: the Repo keys all it knows by that id. */
class GatedAdapter extends NetworkAdapter {
  readonly gate: Gate
  readonly #inner: NetworkAdapterInterface

  constructor(inner: NetworkAdapterInterface, parts: GateParts, joined: Set<string>) {
    super()
    this.#inner = inner
    const mine = new Set<string>()
    this.gate = createGate(parts, {
      deliver: (message) => void this.emit('message', message as Message),
      send: (message) => this.#send(message as Message),
    })
    inner.on('close', () => void this.emit('close'))
    inner.on('peer-candidate', (candidate) => {
      const { peerId } = candidate
      if (mine.has(peerId))
        this.gate.leave(peerId) // it came anew: what was said before is of another connection
      else if (joined.has(peerId)) return
      if (!this.gate.join(peerId)) return
      mine.add(peerId)
      joined.add(peerId)
      this.emit('peer-candidate', candidate)
    })
    inner.on('peer-disconnected', (parting) => {
      if (!mine.delete(parting.peerId)) return
      joined.delete(parting.peerId)
      this.gate.leave(parting.peerId)
      this.emit('peer-disconnected', parting)
    })
    inner.on('message', (message) => this.gate.receive(message as StockMessage))
  }

  isReady(): boolean {
    return this.#inner.isReady()
  }

  whenReady(): Promise<void> {
    return this.#inner.whenReady()
  }

  connect(peerId: PeerId, metadata?: PeerMetadata): void {
    this.peerId = peerId
    this.#inner.connect(peerId, metadata)
  }

  disconnect(): void {
    this.#inner.disconnect()
  }

  send(message: Message): void {
    const outgoing = this.gate.outgoing(message)
    if (outgoing !== null) this.#send(outgoing as Message)
  }

  /** Adapters throw when a socket has gone; the Repo does not expect it. */
  #send(message: Message): void {
    try {
      this.#inner.send(message)
    } catch {
      // the adapter tells of the parting itself
    }
  }
}
