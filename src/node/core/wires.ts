/** Wires: the open connections, each under a local name; bounds what is buffered for a slow one and what a babbling one may send. */
import type { AuthorKey } from '../../identity/signature.ts'
import type { Wire, WireHandlers } from '../../ports/wire.ts'
import type { Message } from '../../sync/message.ts'
import type { Contain } from './containment.ts'
import { BUFFERED_BYTES_CUT, BUFFERED_BYTES_HIGH, REFUSED_PER_WIRE_MAX, WIRES_MAX } from './limits.ts'
import { createEncoder, decodeMessage } from './wire.ts'

/** Who is told what the wires bring. */
export interface WiresHooks {
  /** What a wire calls must not throw. */
  readonly contain: Contain
  onUp: (peer: string) => void
  /** `name` is null for a peer that never said who it was. */
  onDown(peer: string, name: string | null): void
  onMessage(peer: string, message: Message): void
  onRefused(peer: string, why: string): void
}

/** One connection, for screens. */
export interface PeerStatus {
  readonly name: string
  readonly id: AuthorKey | null
  readonly state: 'connecting' | 'ready'
}

/** What went over all wires since the start. */
export interface Counts {
  sent: number
  received: number
  refused: number
  bytesSent: number
  bytesReceived: number
}

/** The open connections. */
export interface Wires {
  readonly counts: Readonly<Counts>
  attach: (wire: Wire) => WireHandlers
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
}

interface OpenWire {
  readonly wire: Wire
  name: string
  author: AuthorKey | null
  refused: number
}

/** No wires yet. */
export function createWires(hooks: WiresHooks): Wires {
  const open = new Map<string, OpenWire>()
  const counts: Counts = { sent: 0, received: 0, refused: 0, bytesSent: 0, bytesReceived: 0 }
  const encode = createEncoder()
  let opened = 0

  const forget = (peer: string): void => {
    const known = open.get(peer)
    if (known === undefined) return
    open.delete(peer)
    hooks.onDown(peer, known.author === null ? null : known.name)
  }
  const drop = (peer: string, why: string): void => {
    const wire = open.get(peer)?.wire
    forget(peer)
    wire?.close(why)
  }
  const blame = (peer: string, why: string): void => {
    counts.refused += 1
    hooks.onRefused(peer, why)
    const known = open.get(peer)
    if (known === undefined) return
    if (++known.refused > REFUSED_PER_WIRE_MAX) drop(peer, 'too much of what it sent had to be refused')
  }
  const receive = (peer: string, bytes: Uint8Array): void => {
    const known = open.get(peer)
    if (known === undefined) return
    counts.received += 1
    counts.bytesReceived += bytes.length
    const message = decodeMessage(bytes)
    if (!message.ok) return blame(peer, message.error)
    known.refused = Math.max(0, known.refused - 1) // a link that damages now and then is kept
    hooks.onMessage(peer, message.value)
  }
  const attach = (wire: Wire): WireHandlers => {
    opened += 1
    const peer = `wire-${opened}`
    if (open.size >= WIRES_MAX) wire.close('too many connections')
    else {
      open.set(peer, { wire, name: wire.label, author: null, refused: 0 })
      hooks.contain(hooks.onUp)(peer)
    }
    return { onMessage: hooks.contain((bytes) => receive(peer, bytes)), onClose: hooks.contain(() => forget(peer)) }
  }
  const send = (peer: string, message: Message): void => {
    const known = open.get(peer)
    if (known === undefined) return
    const buffered = known.wire.buffered()
    if (buffered > BUFFERED_BYTES_CUT) return drop(peer, 'it does not read what it is sent')
    if (buffered > BUFFERED_BYTES_HIGH) return
    const bytes = encode(message)
    counts.sent += 1
    counts.bytesSent += bytes.length
    known.wire.send(bytes)
  }
  return {
    counts,
    attach,
    send,
    blame,
    drop,
    name(peer, name, author) {
      const known = open.get(peer)
      if (known !== undefined) Object.assign(known, { name, author })
    },
    nameOf: (peer) => open.get(peer)?.name ?? peer,
    closeAll: (why) => [...open.keys()].forEach((peer) => drop(peer, why)),
    peers: () => Array.from(open.values(), statusOf),
  }
}

function statusOf({ name, author }: OpenWire): PeerStatus {
  return { name, id: author, state: author === null ? 'connecting' : 'ready' }
}
