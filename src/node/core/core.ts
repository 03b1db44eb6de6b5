/** Core: one node without promises, sockets or files: callbacks in, callbacks out, the same under production and the simulator. */
import type { Hash } from '../../base/hash.ts'
import type { Range } from '../../frames/entry.ts'
import { realmOf, type Founding } from '../../frames/founding.ts'
import type { Item } from '../../frames/item.ts'
import type { Held, Log, LogKey } from '../../frames/log.ts'
import type { Statement } from '../../frames/statement.ts'
import type { TraceItem } from '../../frames/trace-item.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Done } from '../../ports/journal.ts'
import type { Wire, WireHandlers } from '../../ports/wire.ts'
import { createEngine } from '../../semantics/create.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Member } from '../../sync/presence.ts'
import { createHistory, type History } from '../history/history.ts'
import type { VectorLine } from '../../sync/message.ts'
import { certify, type StateJudged } from './certificate.ts'
import { domainOfItems } from './domain.ts'
import { countedOf, heldOf, type Holding } from './holdings.ts'
import type { Admission } from './intake.ts'
import { createLife } from './life.ts'
import type { Machine } from './machine.ts'
import { writable } from './subscription.ts'
import type { Certificate, CertificateChoice, Claimed, NodeEvent, NodeStatus, StateVector } from '../node.ts'
import type { CoreParts } from './parts.ts'
import { pruneVerbs, type PruneVerbs } from './prune-verbs.ts'
import { realmVerbs, type RealmVerbs } from './realm-verbs.ts'

/** One node. */
export interface Core extends RealmVerbs, PruneVerbs {
  readonly author: AuthorKey
  readonly name: string
  readonly realm: Hash
  readonly founding: Founding
  /** Reads only: what is added goes through the core. */
  readonly engine: Engine
  /** States that were, judged anew. */
  readonly history: History
  /** Opens the journal and takes in what it kept. Before `done`, nothing else may be called but `subscribe` and `close`. */
  start(done: Done<null>): void
  attach(wire: Wire): WireHandlers
  /** Makes own items durable; all of one domain. `done` is called once, after the fsync. */
  write(items: readonly Item[], done: Done<Claimed>): void
  /** The same for trace items, which go into the log of traces of `domain`. */
  writeTraces(domain: string, items: readonly TraceItem[], done: Done<Claimed>): void
  /** What another carrier brings; `peer` names it in refusals. Never throws. */
  offer(range: Range, peer: string): Admission['type']
  logs(): Iterable<{ readonly log: Log; readonly held: Held; readonly durable: number }>
  /** What is held of a log; nothing is a count of 0. */
  held(log: LogKey): Held
  /** Bodies of `log` from seq `from` on, as the journal has them. */
  read(log: LogKey, from: number, bytesMax: number, done: Done<readonly string[]>): void
  ids(log: LogKey, from: number, count: number): readonly Hash[]
  /** The log of an entry that is held. */
  locate(entry: Hash): { readonly log: Log; readonly seq: number } | undefined
  isProvisional(statement: Statement): boolean
  /** The other members, those that fell silent included, by author. */
  members(): readonly Member[]
  /**
   * Carries `question` to the member `to`, over at most four hops, and its answer back, for a minute at most. `done` is called once:
   * with the answer, or with `NO_ROUTE`, `TIMED_OUT`, `ABORTED`, `BAD_INPUT`, or what the other refused with. What is returned gives up.
   */
  ask(to: AuthorKey, question: string, deadlineMs: number, done: Done<string>): () => void
  subscribe: (listener: (event: NodeEvent) => void) => () => void
  /** Tells the subscribers; for what happens outside the core (documents, wires). */
  report(event: NodeEvent): void
  certificate(choice?: CertificateChoice): Certificate
  /** The domains held, sorted; null: all. */
  domains: () => readonly string[] | null
  /** Holds just these from now on; `done` when what the journal has of them is back. */
  hold: (domains: readonly string[] | null, done: Done<null>) => void
  /** Signs what another state is judged to be. */
  certify(judged: StateJudged): Certificate
  status(): NodeStatus
  /** Who is connected, without a look at judgement. */
  peers(): NodeStatus['peers']
  /** What waits and what is remembered of peers, for checks of their bounds. */
  sizes(): CoreSizes
  /** Finishes what was written unless the disk refuses, then lets go of wires and journal. Idempotent. */
  close(done: Done<null>): void
}

/** Sizes of what comes and goes: back to nothing, but for the peers, when all is quiet. */
export interface CoreSizes {
  /** Characters of ranges whose predecessor has not come. */
  readonly waitingChars: number
  /** Characters that wait for their fsync. */
  readonly unwrittenChars: number
  readonly wants: number
  /** Questions under way, those of others that are passed on among them. */
  readonly asks: number
  readonly peers: number
}

/** A core that has not started yet. */
export function createCore(parts: CoreParts): Core {
  const { founding, keyPair, clock, journal, name, signatures } = parts
  const realm = realmOf(founding)
  const life = createLife(parts, realm)
  const { machine } = life
  const { arrivals, confirmation, engine, events, holdings, ledger, news, subscription, sync, wires, writer } = machine
  return {
    author: keyPair.author,
    name,
    realm,
    founding,
    engine,
    history: createHistory({
      ...{ founding, realm, holdings, arrivals, journal, clock, signatures },
      ...{ createEngine: parts.createEngine ?? createEngine, domains: subscription.domains },
    }),
    start: (done) => life.start(done),
    close: (done) => life.close(done),
    attach: (wire) => wires.attach(wire),
    write(items, done) {
      const domain = writable(domainOfItems(items, holdings), subscription)
      if (domain.ok) writer.write({ domain: domain.value, kind: 'frames' }, items, done)
      else clock.after(0, () => done(domain))
    },
    ...{ domains: subscription.domains, hold: subscription.hold },
    writeTraces: (domain, items, done) => writer.write({ domain, kind: 'traces' }, items, done),
    ...realmVerbs(parts, machine, realm),
    ...pruneVerbs(parts, machine),
    offer: (range, peer) => ledger.take(range, peer).type,
    *logs() {
      for (const holding of holdings.all()) yield { log: holding.log, held: lineOf(holding), durable: holding.durable }
    },
    held(log) {
      const holding = holdings.get(log)
      return holding === undefined ? { count: 0, head: null } : heldOf(holding)
    },
    read: (log, from, bytesMax, done) => journal.read(log, from, bytesMax, done),
    ids: (log, from, count) => holdings.get(log)?.ids.slice(from, from + count) ?? [],
    locate(entry) {
      const place = holdings.locate(entry)
      return place === undefined ? undefined : { log: place.holding.log, seq: place.seq }
    },
    isProvisional: (statement) => confirmation.isProvisional(statement),
    members: () => sync.members(),
    ask: (to, question, deadlineMs, done) => machine.questions.ask(to, question, deadlineMs, done),
    subscribe(listener) {
      // What changed before somebody listened is no news to him.
      if (!events.isHeard()) news.forget()
      return events.subscribe(listener)
    },
    report: (event) => events.emit(event),
    certificate({ vector = false } = {}) {
      const judged = { state: sync.root(), entries: sync.entries(), verdict: engine.digest() }
      const certificate = certify(realm, judged, keyPair)
      const domains = subscription.domains()
      return {
        ...certificate,
        ...(domains === null ? {} : { domains, unjudged: engine.unjudged().length }),
        ...(vector ? { vector: sortedLines(sync.lines()) } : {}),
      }
    },
    certify: (judged) => certify(realm, judged, keyPair),
    status: () => statusOf(parts, machine, realm),
    peers: () => wires.peers(sync.isLevel),
    sizes() {
      const { wants, asks, peers } = sync.sizes()
      return { waitingChars: machine.waiting.chars(), unwrittenChars: machine.recorder.unwritten(), wants, asks, peers }
    },
  }
}

/** What others are told of a log: of a forked one no head. */
function lineOf(holding: Holding): Held {
  const { count, head } = countedOf(holding)
  return { count, head: holding.forkedAt !== null && holding.forkedAt < count ? null : head }
}

function sortedLines(lines: Iterable<VectorLine>): StateVector {
  return [...lines].sort(([a], [b]) => (a < b ? -1 : 1))
}

function statusOf({ keyPair, name }: CoreParts, machine: Machine, realm: Hash): NodeStatus {
  const { confirmation, engine, holdings, recorder, sync, wires } = machine
  const { sent, received, refused, bytesSent, bytesReceived } = wires.counts
  return {
    id: keyPair.author,
    name,
    realm,
    ...holdings.count,
    ...engine.size(),
    peers: wires.peers(sync.isLevel),
    provisional: confirmation.provisional(),
    provisionalMs: confirmation.provisionalMs(),
    readOnly: recorder.readOnly(),
    messages: { sent, received, refused },
    bytes: { sent: bytesSent, received: bytesReceived },
    quarantined: 0,
  }
}
