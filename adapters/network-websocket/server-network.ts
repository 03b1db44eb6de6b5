/** Server network: automerge-repo's network adapter for a server's stock clients; an id belongs to the connection that joined with it. */
import type { Message, PeerId, PeerMetadata } from '@automerge/automerge-repo/slim'
import type { Clock } from '../../src/ports/index.ts'
import { StockNetwork } from './network.ts'
import { encodeStock, STOCK_VERSION, type StockFrame, type StockJoin, type StockMessage } from './stock.ts'

/** What the network needs of one connection. */
export interface StockConnection {
  send(bytes: Uint8Array, mayDrop: boolean): void
  close(why: string): void
  /** Asks whether the peer still lives; cuts the connection when it does not answer soon. */
  probe(): void
}

interface Joined {
  readonly id: string
  readonly connection: StockConnection
  /** The documents that it has spoken of. */
  readonly documents: Set<string>
}

/** One Repo's stock clients. */
export class ServerNetwork extends StockNetwork {
  readonly #documentsMax: number
  readonly #clock: Clock
  readonly #joinedById = new Map<string, Joined>()
  readonly #joinedByConnection = new Map<StockConnection, Joined>()
  /** Came before a Repo was there. Bounded, as connections are. */
  readonly #early = new Map<StockConnection, StockJoin>()
  #isConnected = false

  constructor(documentsMax: number, clock: Clock) {
    super()
    this.#clock = clock
    this.#documentsMax = documentsMax
  }

  connect(peerId: PeerId, peerMetadata: PeerMetadata = {}): void {
    this.peerId = peerId
    this.peerMetadata = peerMetadata
    this.#isConnected = true
    this.readyWithin(this.#clock)
    const early = [...this.#early]
    this.#early.clear()
    for (const [connection, join] of early) this.#join(connection, join)
  }

  disconnect(): void {
    this.#isConnected = false
    for (const connection of [...this.#joinedByConnection.keys(), ...this.#early.keys()]) {
      this.left(connection)
      connection.close('the server leaves')
    }
  }

  send(message: Message): void {
    if (message.data?.byteLength === 0) return
    this.#joinedById.get(message.targetId)?.connection.send(encodeStock(message), message.type === 'ephemeral')
  }

  /** A checked message of `connection`. */
  receive(connection: StockConnection, frame: StockFrame): void {
    if (frame.type === 'join') {
      if (this.#isConnected) this.#join(connection, frame)
      else this.#early.set(connection, frame)
      return
    }
    const joined = this.#joinedByConnection.get(connection)
    if (joined === undefined || frame.type === 'peer' || frame.type === 'error') return connection.close('join comes first')
    // An id speaks only for its own connection, and only to us.
    if (frame.senderId !== joined.id || frame.targetId !== this.peerId) return
    if (this.#mayOpen(joined, frame)) this.emitMessage(frame)
    else this.send({ type: 'doc-unavailable', ...this.#endsTo(joined.id), documentId: frame.documentId } as Message)
  }

  /** `connection` ended. */
  left(connection: StockConnection): void {
    this.#early.delete(connection)
    const joined = this.#joinedByConnection.get(connection)
    if (joined === undefined) return
    this.#joinedByConnection.delete(connection)
    this.#joinedById.delete(joined.id)
    this.emitDisconnected(joined.id)
  }

  #join(connection: StockConnection, { senderId, peerMetadata, supportedProtocolVersions }: StockJoin): void {
    const own = this.#joinedByConnection.get(connection)
    const owner = this.#joinedById.get(senderId)
    if (!supportedProtocolVersions.includes(STOCK_VERSION)) return this.#refuse(connection, senderId, 'unsupported protocol version')
    if (own !== undefined && own !== owner) return this.#refuse(connection, senderId, 'this connection has another id')
    if (senderId === this.peerId) return this.#refuse(connection, senderId, 'that id is the server')
    if (owner !== undefined && own === undefined) {
      // Whoever is there stays. If it is only the dead end of the same peer, it is gone at the next attempt.
      owner.connection.probe()
      return this.#refuse(connection, senderId, 'that id is in use')
    }
    if (own === undefined) {
      const joined = { id: senderId, connection, documents: new Set<string>() }
      this.#joinedById.set(senderId, joined)
      this.#joinedByConnection.set(connection, joined)
      this.markReady()
    }
    const metadata = this.peerMetadata ?? {}
    const answer = { type: 'peer', ...this.#endsTo(senderId), peerMetadata: metadata, selectedProtocolVersion: STOCK_VERSION }
    connection.send(encodeStock(answer), false)
    if (own === undefined) this.emitCandidate(senderId, peerMetadata)
  }

  #refuse(connection: StockConnection, senderId: string, message: string): void {
    connection.send(encodeStock({ type: 'error', ...this.#endsTo(senderId), message }), false)
    connection.close(message)
  }

  #endsTo(targetId: string): { readonly senderId: string; readonly targetId: string } {
    return { senderId: this.peerId ?? '', targetId }
  }

  #mayOpen({ documents }: Joined, { documentId }: StockMessage): boolean {
    if (documentId === undefined || documents.has(documentId)) return true
    if (documents.size >= this.#documentsMax) return false
    documents.add(documentId)
    return true
  }
}
