/** Wires: the open connections, each under a local name; bounds what is buffered for a slow one and what a babbling one may send. */
import type { AuthorKey } from '../identity/signature.ts'
import type { Wire, WireHandlers } from '../ports/wire.ts'
import type { Message } from '../sync/message.ts'
import { BUFFERED_BYTES_CUT, BUFFERED_BYTES_HIGH, REFUSED_PER_WIRE_MAX, WIRES_MAX } from './limits.ts'
import { decodeMessage, encodeMessage } from './wire.ts'

export interface WiresHooks {
  onUp(peer: string): void
  /** `name` is null for a peer that never said who it was. */
  onDown(peer: string, name: string | null): void
  onMessage(peer: string, message: Message): void
  onRefused(peer: string, why: string): void
}

interface OpenWire {
  readonly wire: Wire
  name: string
  author: AuthorKey | null
  refused: number
}

export interface PeerStatus {
  readonly name: string
  readonly id: AuthorKey | null
  readonly state: 'connecting' | 'ready'
}

export interface Wires {
  attach(wire: Wire): WireHandlers
  /** Sends, or holds back when the wire is too full: every message may be lost, sync asks again. */
  send(peer: string, message: Message): void
  /** The peer said who it is. Until then its name is the wire's label. */
  name(peer: string, name: string, author: AuthorKey): void
  nameOf(peer: string): string
  /** Counts a refusal against the wire and cuts it when there were too many. */
  blame(peer: string, why: string): void
  drop(peer: string, why: string): void
  closeAll(why: string): void
  peers(): readonly PeerStatus[]
  readonly counts: Counts
}

export interface Counts {
  sent: number
  received: number
  refused: number
  bytesSent: number
  bytesReceived: number
}

export function createWires(hooks: WiresHooks): Wires {
  const open = new Map<string, OpenWire>()
  const counts: Counts = { sent: 0, received: 0, refused: 0, bytesSent: 0, bytesReceived: 0 }
  // The same message object goes to many peers: encoded once.
  const encoded = new WeakMap<Message, Uint8Array>()
  let opened = 0

  const bytesOf = (message: Message): Uint8Array => {
    const known = encoded.get(message)
    if (known !== undefined) return known
    const bytes = encodeMessage(message)
    encoded.set(message, bytes)
    return bytes
  }
  const forget = (peer: string): void => {
    const known = open.get(peer)
    if (known === undefined) return
    open.delete(peer)
    hooks.onDown(peer, known.author === null ? null : known.name)
  }
  const drop = (peer: string, why: string): void => {
    open.get(peer)?.wire.close(why)
    forget(peer)
  }
  const blame = (peer: string, why: string): void => {
    counts.refused += 1
    hooks.onRefused(peer, why)
    const known = open.get(peer)
    if (known === undefined) return
    known.refused += 1
    if (known.refused > REFUSED_PER_WIRE_MAX) drop(peer, 'too much of what it sent had to be refused')
  }
  const receive = (peer: string, bytes: Uint8Array): void => {
    if (!open.has(peer)) return
    counts.received += 1
    counts.bytesReceived += bytes.length
    const message = decodeMessage(bytes)
    if (message.ok) hooks.onMessage(peer, message.value)
    else blame(peer, message.error)
  }
  return {
    counts,
    attach(wire) {
      opened += 1
      const peer = `wire-${opened}`
      if (open.size >= WIRES_MAX) {
        wire.close('too many connections')
        return { onMessage: () => undefined, onClose: () => undefined }
      }
      open.set(peer, { wire, name: wire.label, author: null, refused: 0 })
      hooks.onUp(peer)
      return { onMessage: (bytes) => receive(peer, bytes), onClose: () => forget(peer) }
    },
    send(peer, message) {
      const known = open.get(peer)
      if (known === undefined) return
      const buffered = known.wire.buffered()
      if (buffered > BUFFERED_BYTES_CUT) return drop(peer, 'it does not read what it is sent')
      if (buffered > BUFFERED_BYTES_HIGH) return
      const bytes = bytesOf(message)
      counts.sent += 1
      counts.bytesSent += bytes.length
      known.wire.send(bytes)
    },
    name(peer, name, author) {
      const known = open.get(peer)
      if (known === undefined) return
      known.name = name
      known.author = author
    },
    nameOf: (peer) => open.get(peer)?.name ?? peer,
    blame,
    drop,
    closeAll(why) {
      for (const peer of [...open.keys()]) drop(peer, why)
    },
    peers: () => [...open.values()].map(({ name, author }) => ({ name, id: author, state: author === null ? 'connecting' : 'ready' })),
  }
}
