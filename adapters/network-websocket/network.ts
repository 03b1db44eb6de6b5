/** Network: the part of automerge-repo's network adapter that client and server share. */
import type {
  Message,
  NetworkAdapterEvents,
  NetworkAdapterInterface,
  PeerId,
  PeerMetadata,
} from '@automerge/automerge-repo/slim'
import { EventEmitter } from 'eventemitter3'
import type { Clock } from '../../src/ports/index.ts'
import type { StockMessage, StockMetadata } from './stock.ts'

/** Milliseconds without a peer after which a Repo may look for its documents elsewhere. */
const READY_MS_MAX = 1_000

/**
 * automerge-repo asks for an event emitter, hence a class. It has the shape of its `NetworkAdapter` without loading it, since a node that
 * meets no stock peer never needs automerge-repo here.
 */
export abstract class StockNetwork extends EventEmitter<NetworkAdapterEvents> implements NetworkAdapterInterface {
  peerId?: PeerId
  peerMetadata?: PeerMetadata

  abstract connect(peerId: PeerId, peerMetadata?: PeerMetadata): void
  abstract send(message: Message): void
  abstract disconnect(): void

  #isReady = false
  #setReady: () => void = () => {}
  readonly #ready = new Promise<void>((resolve) => (this.#setReady = resolve))

  isReady(): boolean {
    return this.#isReady
  }

  /** Resolves when there are peers to ask, or a Repo has waited for one long enough. */
  whenReady(): Promise<void> {
    return this.#ready
  }

  protected readyWithin(clock: Clock): void {
    clock.after(READY_MS_MAX, () => this.markReady())
  }

  protected markReady(): void {
    this.#isReady = true
    this.#setReady()
  }

  protected emitCandidate(peerId: string, peerMetadata: StockMetadata): void {
    this.emit('peer-candidate', { peerId: peerId as PeerId, peerMetadata: peerMetadata as PeerMetadata })
  }

  protected emitDisconnected(peerId: string): void {
    this.emit('peer-disconnected', { peerId: peerId as PeerId })
  }

  protected emitMessage(message: StockMessage): void {
    this.emit('message', message as unknown as Message)
  }
}
