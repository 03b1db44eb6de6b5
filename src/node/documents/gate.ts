/**
 * Gate: stands between stock automerge-repo peers and the Repo. The Repo never applies a stranger's bytes: what a peer sends is read, goes
 * through intake, reaches the document from there, and the Repo gets the message without its changes. On any violation the pair (peer,
 * document) is put in quarantine: nothing passes in either direction, `doc-unavailable` is answered once, and all other documents go on.
 * (To drop a single sync message instead starts an endless exchange: measured 1,600 messages a second.)
 */
import type { Log } from '../../frames/log.ts'
import type { Absorbed, Offer } from './absorb.ts'
import type { CanonicalChange } from './change.ts'
import { readOffers, type Naming } from './offer.ts'
import { askingForAll, needing, readSync, withoutChanges, type StockMessage, type StockSync } from './stock-message.ts'

/** What a gate needs of the documents. */
export interface GateParts extends Naming {
  /** The log of a document we know. */
  logOf(documentId: string): Log | undefined
  /** Absorbs the offers into the document of `log` and, unless there was a fault, calls `pass` with the outcome while the Repo shows it. */
  take(log: Log, offers: readonly Offer[], peer: string, pass: (absorbed: Absorbed) => void): Promise<Absorbed>
  /** Tells the owner, once per quarantine. */
  refused(peer: string, why: string): void
}

/** Where a gate's messages go. Neither function throws. */
export interface Line {
  /** In, to the Repo. */
  deliver(message: StockMessage): void
  /** Out, to the peer. */
  send(message: StockMessage): void
}

/** Counters of one gate. */
export interface GateCounts {
  /** Pairs (peer, document) in quarantine now. */
  readonly quarantined: number
  /** Quarantines since the start. */
  readonly refused: number
  /** Messages thrown away: of strangers, of kinds we have no use for, or of pairs in quarantine. */
  readonly dropped: number
}

/** The gate of one network adapter. */
export interface Gate {
  /** A peer appeared; false when it may not. */
  join(peer: string): boolean
  leave(peer: string): void
  /** A message from a peer. Never throws. */
  receive(message: StockMessage): void
  /** What to send of a message of the Repo; null for nothing. */
  outgoing(message: StockMessage): StockMessage | null
  /** Whether a peer follows this document. */
  isFollowed(documentId: string): boolean
  /** Whether this peer follows the document, or did on its last connection. */
  hasFollowed(peer: string, documentId: string): boolean
  counts(): GateCounts
  /** Resolves when everything received so far was dealt with. */
  settled(): Promise<void>
}

/** Stock peers at one adapter, and documents that one of them follows. */
const PEERS_MAX = 1_000
const SESSIONS_MAX = 10_000
/** Peers that left of which it is remembered what they followed; the one that left first is forgotten first. */
const LEFT_MAX = 100
/** Messages of one pair, and bytes of all, that wait for their turn. */
const QUEUE_MAX = 64
const QUEUE_BYTES_MAX = 128 * 1_048_576
/** Changes of one pair that wait for an earlier one. */
const GAP_MAX = 10_000
/** Messages of one pair in a row that bring nothing and move no head; honest pairs need three. */
const IDLE_MAX = 200
/**
 * After so many such messages a peer is asked for all it has, once: by itself it does not say again what its last connection lost. When it
 * has answered, and so many more come in a row, it names changes that are none of the log's.
 */
const IDLE_ASKED = 10
const IDLE_ANSWERED_MAX = 20
const PEER_ID_LENGTH_MAX = 256

/** Why a pair that gets nowhere is put in quarantine. */
export const ENDLESS = 'an exchange without end'

interface Session {
  readonly documentId: string
  readonly peer: string
  quarantined: boolean
  /** We asked for a document unknown to us. */
  asked: boolean
  /** Whether we asked for all of a document again, of which the peer has more than it says, and were answered. */
  again: 'no' | 'asked' | 'answered'
  queued: number
  tail: Promise<void>
  waiting: readonly CanonicalChange[]
  missing: string | undefined
  heads: string
  idle: number
}

interface Desk {
  readonly parts: GateParts
  readonly line: Line
  readonly counts: { refused: number; dropped: number; queuedBytes: number }
}

/** A gate on `line`. */
export function createGate(parts: GateParts, line: Line): Gate {
  const peers = new Map<string, Map<string, Session>>()
  const left = new Map<string, ReadonlySet<string>>()
  const desk: Desk = { parts, line, counts: { refused: 0, dropped: 0, queuedBytes: 0 } }
  const { counts } = desk
  const sessions = (): Session[] => [...peers.values()].flatMap((ofPeer) => [...ofPeer.values()])
  return {
    join(peer) {
      if (!isPeerId(peer) || peers.has(peer) || peers.size >= PEERS_MAX) return false
      peers.set(peer, new Map())
      return true
    },
    leave(peer) {
      const ofPeer = peers.get(peer) ?? new Map<string, Session>()
      left.delete(peer)
      left.set(peer, new Set([...ofPeer.values()].filter(({ quarantined }) => !quarantined).map(({ documentId }) => documentId)))
      for (const [first] of left.size > LEFT_MAX ? [...left].slice(0, 1) : []) left.delete(first)
      for (const session of ofPeer.values()) session.quarantined = true // what still waits is not for anybody
      peers.delete(peer)
    },
    receive(message) {
      const session = sessionOf(peers, parts, message)
      if (session !== undefined && !session.quarantined) return enqueue(desk, session, message)
      if (session === undefined && isRequest(message) && peers.has(message.senderId)) unavailable(desk, message)
      counts.dropped += 1
    },
    outgoing(message) {
      const session = peers.get(message.targetId)?.get(message.documentId ?? '')
      if (session?.quarantined === true) return null
      if (session?.missing === undefined || message.type !== 'sync' || message.data === undefined) return message
      return { ...message, data: needing(message.data, session.missing) }
    },
    isFollowed: (documentId) => [...peers.values()].some((ofPeer) => ofPeer.get(documentId)?.quarantined === false),
    hasFollowed: (peer, documentId) => (peers.get(peer)?.has(documentId) ?? false) || (left.get(peer)?.has(documentId) ?? false),
    counts() {
      const quarantined = sessions().filter((session) => session.quarantined).length
      return { quarantined, refused: counts.refused, dropped: counts.dropped }
    },
    async settled() {
      await Promise.all(sessions().map(({ tail }) => tail))
    },
  }
}

/** One message of a pair after the other: the order is part of the protocol. */
function enqueue(desk: Desk, session: Session, message: StockMessage): void {
  const { counts } = desk
  const bytes = message.data?.length ?? 0
  if (session.queued >= QUEUE_MAX || counts.queuedBytes + bytes > QUEUE_BYTES_MAX)
    return refuse(desk, session, message, 'too much at once')
  session.queued += 1
  counts.queuedBytes += bytes
  session.tail = session.tail
    .then(() => handle(desk, session, message))
    .catch((cause: unknown) => refuse(desk, session, message, `it could not be read (${String(cause)})`))
    .finally(() => {
      session.queued -= 1
      counts.queuedBytes -= bytes
    })
}

async function handle(desk: Desk, session: Session, message: StockMessage): Promise<void> {
  if (session.quarantined) return
  const sync = readSync(message.data)
  if (!sync.ok) return refuse(desk, session, message, sync.error)
  const known = desk.parts.logOf(session.documentId)
  const found = readOffers(desk.parts, session.documentId, known, sync.value.changes)
  if (found.log === undefined) return meetUnknown(desk, session, message, sync.value, found.fault)
  const offers = [...session.waiting.map(({ entry, dep }) => ({ entry, dep })), ...found.offers]
  const pass = ({ waiting, missing }: Absorbed): void => {
    Object.assign(session, { waiting, missing }) // before the Repo answers: its answer asks for what is missing
    // What was said on a connection that ended meanwhile is not part of the next one.
    if (found.fault === undefined && !session.quarantined) desk.line.deliver({ ...message, data: withoutChanges(sync.value) })
  }
  const absorbed = await desk.parts.take(found.log, offers, session.peer, pass)
  const fault = found.fault ?? absorbed.fault ?? idleFault(session, sync.value, found.offers.length)
  if (fault !== undefined) return refuse(desk, session, message, fault)
  if (session.again === 'asked' && found.offers.length > 0) session.again = 'answered'
  if (session.again !== 'no' || session.idle < IDLE_ASKED) return
  session.again = 'asked'
  askForAll(desk, message, sync.value)
}

/** A document whose log we do not hold: asked for once if the peer has it, otherwise it is unavailable. No handle is made for it. */
function meetUnknown(desk: Desk, session: Session, message: StockMessage, sync: StockSync, fault: string | undefined): void {
  if (fault !== undefined || sync.changes.length > 0) return refuse(desk, session, message, fault ?? 'a document of no log')
  if (session.asked || sync.heads.length === 0) return unavailable(desk, message)
  session.asked = true
  askForAll(desk, message, sync)
}

/** The peer takes us for one that has nothing, and says everything, though it said some of it before. */
function askForAll({ line }: Desk, message: StockMessage, { heads }: StockSync): void {
  const { senderId, targetId } = message
  line.send({ ...message, type: 'sync', senderId: targetId, targetId: senderId, data: askingForAll(heads) })
}

function refuse(desk: Desk, session: Session, message: StockMessage, why: string): void {
  if (session.quarantined) return
  Object.assign(session, { quarantined: true, waiting: [], missing: undefined })
  desk.counts.refused += 1
  unavailable(desk, message)
  desk.parts.refused(session.peer, `${why} (document ${session.documentId})`)
}

function unavailable(desk: Desk, message: StockMessage): void {
  const { senderId, targetId, documentId = '' } = message
  desk.line.send({ type: 'doc-unavailable', senderId: targetId, targetId: senderId, documentId })
}

/** The session of a sync message; made when a peer that has joined first speaks of a document that one of us has. */
function sessionOf(
  peers: ReadonlyMap<string, Map<string, Session>>,
  parts: GateParts,
  message: StockMessage,
): Session | undefined {
  const { documentId, senderId: peer } = message
  const ofPeer = peers.get(peer)
  if (ofPeer === undefined || typeof documentId !== 'string' || !isRequest(message)) return undefined
  const session = ofPeer.get(documentId)
  if (session !== undefined) return session
  if (ofPeer.size >= SESSIONS_MAX || (parts.logOf(documentId) === undefined && message.type === 'request')) return undefined
  const base = { quarantined: false, asked: false, again: 'no' as const, queued: 0, waiting: [], missing: undefined, heads: '', idle: 0 }
  const made: Session = { ...base, documentId, peer, tail: Promise.resolve() }
  ofPeer.set(documentId, made)
  return made
}

function isRequest({ type }: StockMessage): boolean {
  return type === 'sync' || type === 'request'
}

/** A peer's id becomes a key of plain objects inside automerge-repo, so names that those inherit are refused. */
function isPeerId(peer: unknown): peer is string {
  return typeof peer === 'string' && peer.length > 0 && peer.length <= PEER_ID_LENGTH_MAX && !(peer in {})
}

/** Too long a queue behind a gap, or a pair that talks without end and gets nowhere. */
function idleFault(session: Session, sync: StockSync, brought: number): string | undefined {
  if (session.waiting.length > GAP_MAX) return 'too much behind a gap'
  const heads = sync.heads.join()
  session.idle = brought > 0 || heads !== session.heads ? 0 : session.idle + 1
  session.heads = heads
  if (session.again === 'answered' && session.idle > IDLE_ANSWERED_MAX) return 'it names changes that are not of its log'
  return session.idle > IDLE_MAX ? ENDLESS : undefined
}
