/** Wires: the open connections, each under a local name; bounds what is buffered for a slow one and what a babbling one may send. */
import type { Ms } from '../../base/clock.ts'
import { ok, type Result } from '../../base/result.ts'
import type { Agreement } from '../../identity/agreement.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Wire, WireHandlers } from '../../ports/wire.ts'
import type { Keys } from '../../sync/handshake.ts'
import type { Hello, Message } from '../../sync/message.ts'
import { createAllowance, type Allowance } from './allowance.ts'
import type { Contain } from './containment.ts'
import { BUFFERED_BYTES_CUT, BUFFERED_BYTES_HIGH, REFUSED_PER_WIRE_MAX, STRAYS_PER_WIRE_MAX, WIRES_MAX } from './limits.ts'
import { createPact, type Pact } from './pact.ts'
import { createPacker, decodeHello, encodeHello, isCoded, unpack } from './wire.ts'

/** Who is told what the wires bring. */
export interface WiresHooks {
  /** What a wire calls must not throw. */
  readonly contain: Contain
  readonly agreement: Agreement
  now(): Ms
  onUp: (peer: string, isAccepted: boolean) => void
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
  /** Whether it said last that it keeps just what this node holds, of what both hold. */
  readonly level: boolean
  /** The wire's label. */
  readonly at: string
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
  /** The peer proved who it is: from now on all but hellos is coded by these keys. Until then its name is the wire's label. */
  enter(peer: string, hello: Hello, keys: Keys): void
  nameOf(peer: string): string
  /** Counts a refusal against the wire and cuts it when there were too many. */
  blame(peer: string, why: string): void
  drop(peer: string, why: string): void
  closeAll(why: string): void
  /** `isLevel` tells of a peer by its name here. */
  peers(isLevel: (peer: string) => boolean): readonly PeerStatus[]
}

interface OpenWire {
  readonly wire: Wire
  name: string
  author: AuthorKey | null
  pact: Pact | null
  readonly allowance: Allowance
  refused: number
  /** Coded messages that came before there were keys to read them with. */
  strays: number
}

/** No wires yet. */
export function createWires(hooks: WiresHooks): Wires {
  const open = new Map<string, OpenWire>()
  const counts: Counts = { sent: 0, received: 0, refused: 0, bytesSent: 0, bytesReceived: 0 }
  const pack = createPacker()
  let opened = 0

  const forget = (peer: string): void => {
    const known = open.get(peer)
    if (known !== undefined && open.delete(peer)) hooks.onDown(peer, known.author === null ? null : known.name)
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
    if (known !== undefined && ++known.refused > REFUSED_PER_WIRE_MAX) drop(peer, 'too much of what it sent had to be refused')
  }
  const receive = (peer: string, bytes: Uint8Array): void => {
    const known = open.get(peer)
    if (known === undefined) return
    counts.received += 1
    counts.bytesReceived += bytes.length
    const message = known.allowance.take(bytes.length, hooks.now()) ? messageIn(bytes, known) : ok(null)
    if (!message.ok) return blame(peer, message.error)
    if (known.strays > STRAYS_PER_WIRE_MAX) return drop(peer, 'it speaks without a hello')
    if (message.value === null) return
    known.refused = Math.max(0, known.refused - 1) // a link that damages now and then is kept
    hooks.onMessage(peer, message.value)
  }
  const attach = (wire: Wire): WireHandlers => {
    opened += 1
    const peer = `wire-${opened}`
    if (open.size >= WIRES_MAX) wire.close('too many connections')
    else {
      open.set(peer, strangerOn(wire))
      hooks.contain(hooks.onUp)(peer, wire.isAccepted === true)
    }
    return { onMessage: hooks.contain((bytes) => receive(peer, bytes)), onClose: hooks.contain(() => forget(peer)) }
  }
  const send = (peer: string, message: Message): void => {
    const known = open.get(peer)
    if (known === undefined) return
    const buffered = known.wire.buffered()
    if (buffered > BUFFERED_BYTES_CUT) return drop(peer, 'it does not read what it is sent')
    if (buffered > BUFFERED_BYTES_HIGH) return
    const bytes = message.t === 'hello' ? encodeHello(message) : known.pact?.seal(pack(message))
    if (bytes === undefined) return
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
    enter(peer, { name, author }, keys) {
      const known = open.get(peer)
      if (known !== undefined) Object.assign(known, { name, author, pact: createPact(keys, hooks.agreement) })
    },
    nameOf: (peer) => open.get(peer)?.name ?? peer,
    closeAll: (why) => [...open.keys()].forEach((peer) => drop(peer, why)),
    peers: (isLevel) => Array.from(open, ([peer, known]) => statusOf(known, isLevel(peer))),
  }
}

/** A connection that opened a moment ago. */
function strangerOn(wire: Wire): OpenWire {
  return { wire, name: wire.label, author: null, pact: null, allowance: createAllowance(), refused: 0, strays: 0 }
}

/** The message in a frame; null: it was taken before, or overtook the hello that explains it, and is asked for again. */
function messageIn(bytes: Uint8Array, known: OpenWire): Result<Message | null, string> {
  if (!isCoded(bytes)) return decodeHello(bytes)
  if (known.pact === null) {
    known.strays += 1
    return ok(null)
  }
  const opened = known.pact.open(bytes)
  if (!opened.ok) return opened
  return opened.value.type === 'repeated' ? ok(null) : unpack(opened.value.flag, opened.value.body)
}

function statusOf({ name, author, wire }: OpenWire, level: boolean): PeerStatus {
  return { name, id: author, state: author === null ? 'connecting' : 'ready', level, at: wire.label }
}
