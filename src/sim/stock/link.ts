/**
 * Link: a connection between a node and a stock peer, as two of automerge-repo's network adapters. It does what a stream does: it is slow,
 * in order, and where it loses something it is over; it is made anew soon after.
 */
import { NetworkAdapter, type Message, type PeerId } from '@automerge/automerge-repo/slim'
import type { Random } from '../../base/random.ts'
import type { Time } from '../time.ts'
import type { WireFaults } from '../faults.ts'

/** How soon a connection that ended is made anew, in simulated ms. */
const AGAIN_MS = 200

/** What a link is made of. */
export interface LinkParts {
  readonly time: Time
  readonly random: Random
  faults(): WireFaults
  /** Something was sent; `isLost`: and the connection ended by it. */
  onSent(message: Message, isLost: boolean): void
}

/** The two ends of a link; the node's is made anew for each of its lives. */
export interface StockLink {
  readonly stockEnd: NetworkAdapter
  /** The end of a node's new life. */
  nodeEnd(): NetworkAdapter
  /** Ends the connection, if there is one; with `again` it is made anew soon. */
  cut(options: { readonly again: boolean }): void
}

/** An adapter that hands on what it is told. */
class End extends NetworkAdapter {
  readonly #onConnect: () => void
  readonly #onSend: (message: Message) => void

  constructor(onConnect: () => void, onSend: (message: Message) => void) {
    super()
    this.#onConnect = onConnect
    this.#onSend = onSend
  }

  isReady(): boolean {
    return true
  }

  whenReady(): Promise<void> {
    return Promise.resolve()
  }

  connect(peerId: PeerId): void {
    this.peerId = peerId
    this.#onConnect()
  }

  send(message: Message): void {
    this.#onSend(message)
  }

  disconnect(): void {
    delete this.peerId
  }
}

/** A link that is not connected. */
export function createStockLink(parts: LinkParts): StockLink {
  const { time, random, faults, onSent } = parts
  let node: End | null = null
  /** Numbers connections, so that nothing of an ended one arrives; null: there is none. */
  let connection: number | null = null
  let connections = 0
  let busyUntil = 0

  const open = (): void => {
    const [mine, theirs] = [stock.peerId, node?.peerId]
    if (connection !== null || mine === undefined || theirs === undefined) return
    connection = connections += 1
    node?.emit('peer-candidate', { peerId: mine, peerMetadata: {} })
    stock.emit('peer-candidate', { peerId: theirs, peerMetadata: {} })
  }
  const cut = ({ again }: { readonly again: boolean }): void => {
    const [mine, theirs] = [stock.peerId, node?.peerId]
    if (connection !== null) {
      connection = null
      if (mine !== undefined) node?.emit('peer-disconnected', { peerId: mine })
      if (theirs !== undefined) stock.emit('peer-disconnected', { peerId: theirs })
    }
    if (again) time.after(AGAIN_MS, open)
    else node = null
  }
  const sending = (to: () => End | null) => (message: Message) => {
    if (connection === null) return
    const during = connection
    const { delayMsMin, delayMsMax, lossPermille } = faults()
    const isLost = random.below(1_000) < lossPermille
    const delayMs = delayMsMin + random.below(Math.max(1, delayMsMax - delayMsMin + 1))
    onSent(message, isLost)
    const copy = structuredClone(message)
    busyUntil = Math.max(busyUntil, time.now() + delayMs)
    time.after(busyUntil - time.now(), () => {
      if (connection !== during) return
      if (isLost) cut({ again: true })
      else to()?.emit('message', copy)
    })
  }
  const stock = new End(open, sending(() => node))
  return {
    stockEnd: stock,
    nodeEnd() {
      cut({ again: false })
      const end: End = new End(open, sending(() => stock))
      node = end
      return end
    },
    cut,
  }
}
