/** Client network: automerge-repo's network adapter on the connection that a client already has. */
import type { Message, PeerId, PeerMetadata } from '@automerge/automerge-repo/slim'
import type { Clock } from '../../src/ports/index.ts'
import { StockNetwork } from './network.ts'
import { encodeStock, readStock, STOCK_VERSION } from './stock.ts'

/** What the network needs of its connection. */
export interface ClientLink {
  /** Asks for a connection from now on. */
  want(): void
  /** No connection is needed for stock messages any more: the one that carried some is closed. */
  unwant(): void
  isOpen(): boolean
  send(bytes: Uint8Array, mayDrop: boolean): void
}

/** Speaks the stock protocol with the one server at the other end. */
export class ClientNetwork extends StockNetwork {
  readonly #link: ClientLink
  readonly #clock: Clock
  #wanted = false
  #remote: string | undefined

  constructor(link: ClientLink, clock: Clock) {
    super()
    this.#link = link
    this.#clock = clock
  }

  connect(peerId: PeerId, peerMetadata: PeerMetadata = {}): void {
    this.peerId = peerId
    this.peerMetadata = peerMetadata
    this.#wanted = true
    this.readyWithin(this.#clock)
    if (this.#link.isOpen()) this.join()
    else this.#link.want()
  }

  send(message: Message): void {
    if (this.#remote === undefined || message.data?.byteLength === 0) return
    this.#link.send(encodeStock(message), message.type === 'ephemeral')
  }

  disconnect(): void {
    this.#wanted = false
    this.closed()
    this.#link.unwant()
  }

  /** The connection opened: says who we are, if anybody wants stock messages. */
  join(): void {
    if (!this.#wanted || this.peerId === undefined) return
    const { peerId: senderId, peerMetadata = {} } = this
    this.#link.send(encodeStock({ type: 'join', senderId, peerMetadata, supportedProtocolVersions: [STOCK_VERSION] }), false)
  }

  /** The connection ended. */
  closed(): void {
    const remote = this.#remote
    this.#remote = undefined
    if (remote !== undefined) this.emitDisconnected(remote)
  }

  /** A message that is not tracord's. What is not for us or not well formed is dropped. */
  receive(bytes: Uint8Array): void {
    if (!this.#wanted) return
    const read = readStock(bytes)
    if (!read.ok || read.value.type === 'join' || read.value.targetId !== this.peerId) return
    const frame = read.value
    if (frame.type === 'error') return
    if (frame.type === 'peer') {
      this.#remote = frame.senderId
      this.markReady()
      this.emitCandidate(frame.senderId, frame.peerMetadata)
    } else if (this.#remote !== undefined) {
      this.emitMessage(frame)
    }
  }
}
