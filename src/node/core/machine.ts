/** Machine: the parts of a core put together: which of them tells which, and nothing else. */
import type { TracordError } from '../../base/error.ts'
import type { Hash } from '../../base/hash.ts'
import type { Range } from '../../frames/entry.ts'
import type { JournalRow } from '../../ports/journal.ts'
import { createEngine } from '../../semantics/create.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Input } from '../../sync/machine.ts'
import type { Profile } from '../../sync/presence.ts'
import { createSync, type Sync } from '../../sync/sync.ts'
import { createArrivals, type Arrivals } from '../history/arrivals.ts'
import { createBeat, type Beat } from './beat.ts'
import { createBehind, type BehindEngine } from './behind.ts'
import { changesBetween } from './changes.ts'
import { createConfirmation, type Confirmation } from './confirmation.ts'
import { containedEngine, type Contain } from './containment.ts'
import { createEpochs, type Epochs } from './epochs.ts'
import { createEvents, type Events } from './events.ts'
import { createExchange } from './exchange.ts'
import { createHerald, type Herald } from './herald.ts'
import { countedOf, createHoldings, type Holding, type Holdings } from './holdings.ts'
import { include } from './judging.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { RECENT_CHARS_MAX } from './limits.ts'
import { createMembers, type Members } from './members.ts'
import { createNewsDesk, type NewsDesk } from './news.ts'
import type { CoreParts } from './parts.ts'
import { createPruning, type Pruning, type PruningParts } from './pruning.ts'
import { createQuestions, type Questions } from './questions.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { createRecount, type Recount, type RecountParts } from './recount.ts'
import { beatLimits, longestBeat, selfOf } from './self.ts'
import { createStrangers, type Strangers } from './strangers.ts'
import { createSteadyClock } from './steady.ts'
import { createSubscription, type Subscription } from './subscription.ts'
import { createWaitingRoom, type WaitingRoom } from './waiting.ts'
import { isWantedBy } from './wanted.ts'
import { createWires, type Wires, type WiresHooks } from './wires.ts'
import { createWriter, type Writer } from './writer.ts'

/** What a core knows, by itself. */
interface Knowing {
  readonly arrivals: Arrivals
  readonly engine: Engine
  /** The same engine, as it catches up after a start. */
  readonly behind: BehindEngine
  readonly epochs: Epochs
  readonly events: Events
  readonly holdings: Holdings
  readonly members: Members
  readonly strangers: Strangers
  readonly waiting: WaitingRoom
  readonly confirmation: Confirmation
  readonly news: NewsDesk
  readonly sync: Sync
}

/** Everything inside a core. */
export interface Machine extends Knowing {
  readonly recorder: Recorder
  readonly recount: Recount
  readonly pruning: Pruning
  readonly ledger: Ledger
  readonly wires: Wires
  readonly beat: Beat
  readonly writer: Writer
  readonly subscription: Subscription
  readonly herald: Herald
  readonly questions: Questions
  /** Tells the sync machine what happened, and does what it asks. */
  run(input: Input): void
}

/** What the life of a core decides for its parts. */
export interface Life {
  /** Why nothing may be written now, or null. */
  refusal: () => TracordError | null
  /** Something that was waited for is over. */
  onProgress(): void
  readonly contain: Contain
}

/** Builds the parts. They call each other only after all of them exist. */
export function assemble(parts: CoreParts, realm: Hash, life: Life): Machine {
  const { clock, journal, keyPair, signatures } = parts
  const knowing = createKnowing(parts, realm, life.contain, () => [news, beat].forEach((part) => part.changed()))
  const { behind, confirmation, engine, epochs, events, holdings, news, sync } = knowing
  const steady = createSteadyClock(clock)
  const run = (input: Input): void => {
    exchange.run(input)
    beat.arm()
  }
  const wires = createWires({
    ...{ contain: life.contain, agreement: parts.agreement, now: () => steady.now() },
    ...hooksOfWires(knowing, run),
    onRefused: (peer, why) => events.emit({ type: 'refused', peer: wires.nameOf(peer), why }),
  })
  const recorder = createRecorder(journal, clock, {
    onDurable: (rows) => settle(machine, parts, life, rows),
    onRefused(error) {
      events.emit({ type: 'readonly', on: true, why: error.message })
      writer.onRefused(error)
      life.onProgress()
    },
    onRecovered: () => events.emit({ type: 'readonly', on: false, why: 'the disk keeps what it is given again' }),
  })
  const changed = (holding: Holding, count: number): void => {
    events.emit({ type: 'entries', count, from: holding.log.author })
    news.changed()
    beat.changed()
  }
  const counted = countedBy(knowing, run)
  const forked = forkedBy(knowing, run, changed)
  const pruning = createPruning({ ...knowing, ...hooksOfPruning(knowing, run, { parts, changed, ledger: () => ledger }), onForked: forked })
  const hooks = hooksOfRecount(knowing, run, () => beat.changed())
  const recount = createRecount({ ...knowing, pruning, clock: steady, self: keyPair.author, ...hooks })
  const ledger = createLedger({
    ...{ ...knowing, realm, signatures, recorder, recount, pruning, self: keyPair.author, now: () => clock.now() },
    holds: (log) => subscription.holds(log),
    onGrown(holding, range, from, passes) {
      subscription.grown(holding, range.from)
      confirmation.grown(holding)
      counted(holding, passes ? range : null, from)
      if (holding.forkedAt !== null) tellFork(holding, run)
      changed(holding, range.bodies.length)
    },
    onForked: forked,
  })
  const { herald, questions } = createSpeech(parts, knowing, { run, domains: () => subscription.domains() })
  const exchange = createExchange({
    ...{ sync, clock: steady, wires, ledger, holdings, journal, questions, pruning, self: keyPair.author },
    onReady: (peer) => events.emit({ type: 'peer', peer: wires.nameOf(peer), state: 'up' }),
    onLevel: (peer) => events.emit({ type: 'peer', peer: wires.nameOf(peer), state: 'level' }),
    onConfirmed: (log, count) => confirmation.confirm(log, count).forEach((entry) => events.emit({ type: 'confirmed', entry })),
    onAlarm: (peer, why) => events.emit({ type: 'alarm', peer: wires.nameOf(peer), why }),
  })
  const beat = createBeat({ sync, clock: steady, engine, exchange, herald, isBehind: () => behind.left() > 0 })
  const { refusal } = life
  const writer = createWriter({ keyPair, clock, holdings, epochs, refusal, admit: (log, link) => ledger.enter(log, link) })
  const subscription = createSubscription({
    ...{ ...knowing, journal, domains: parts.domains ?? null, run, isPruned: pruning.isPruned },
    flush: () => writer.flush(),
    take: (range, peer) => ledger.take(range, peer),
    restoreProof: ({ log, at, links }) => ledger.restoreProof(log, at, links),
    releaseProof: (key) => ledger.releaseProof(key),
    onReleased: (authors) => include({ ...knowing, recount }, authors),
    changed: () => [news, beat].forEach((part) => part.changed()),
  })
  const machine = { ...knowing, recorder, recount, pruning, ledger, wires, beat, writer, subscription, herald, questions, run }
  return machine
}

/** What the rest of the core is to a node's speech. */
interface Speaker {
  readonly run: (input: Input) => void
  readonly domains: () => readonly string[] | null
}

/** What the node says of itself, asks and answers. */
function createSpeech(parts: CoreParts, { events }: Knowing, { run, domains }: Speaker): Pick<Machine, 'herald' | 'questions'> {
  const { address, clock, keyPair, name, random, onAsk, load = () => 0 } = parts
  const plain = createPlain(name, domains)
  const onFault = (why: string): void => events.emit({ type: 'alarm', peer: 'self', why })
  return {
    herald: createHerald({ profile: parts.profile ?? plain, address, beatMs: longestBeat(parts.beaconMs), load, run, onFault }),
    questions: createQuestions({ self: keyPair.author, clock, random, onAsk, run }),
  }
}

/** The profile of a node whose owner says none: the same object as long as it says the same, so that it is written once. */
function createPlain(name: string, domains: Speaker['domains']): () => Profile {
  let said: Profile | null = null
  return () => {
    const held = domains()
    if (said?.domains !== held) said = { name, domains: held, modules: [], meaning: [] }
    return said
  }
}

function createKnowing(parts: CoreParts, realm: Hash, contain: Contain, onCaughtUp: () => void): Knowing {
  const { agreement, clock, keyPair, random, signatures } = parts
  const judging = containedEngine((parts.createEngine ?? createEngine)(parts.founding), contain)
  const behind = createBehind(judging, { law: parts.founding, clock: parts.clock, onCaughtUp })
  const { engine } = behind
  const events = createEvents(clock)
  const holdings = createHoldings(RECENT_CHARS_MAX)
  const [members, strangers] = [createMembers(parts.founding, parts.signatures), createStrangers()]
  const isWanted = members.isOpen ? {} : { isWanted: isWantedBy({ members, strangers, holdings }) }
  return {
    members,
    strangers,
    arrivals: createArrivals(members.asOf),
    behind,
    engine,
    epochs: createEpochs({ realm, author: keyPair.author, random, holdings }),
    events,
    holdings,
    waiting: createWaitingRoom(),
    confirmation: createConfirmation(keyPair.author, holdings, engine, () => clock.now()),
    news: createNewsDesk(engine, createSteadyClock(clock), events),
    sync: createSync({
      ...{ self: selfOf(parts, realm), means: { keyPair, signatures, agreement }, random },
      limits: beatLimits(parts.beaconMs),
      ...isWanted,
    }),
  }
}

/** Tells the sync machine what of a log counts; `range` is what to push on, from a peer or null. */
function countedBy(
  { arrivals }: Knowing,
  run: (input: Input) => void,
): (holding: Holding, range: Range | null, from: string | null) => void {
  return (holding, range, from) => {
    arrivals.grown(holding)
    run({ type: 'grown', log: holding.log, held: countedOf(holding), reach: holding.ids.length, from, range })
  }
}

/** Two entries, or two ids, of one author have one place: everybody is told. */
function forkedBy(
  { arrivals, events }: Knowing,
  run: (input: Input) => void,
  changed: (holding: Holding, count: number) => void,
): (holding: Holding, seq: number) => void {
  return (holding, seq) => {
    arrivals.forked(holding, seq)
    run({ type: 'forked', log: holding.key, seq })
    changed(holding, 0)
    const why = `it signed two entries as number ${seq} of one log: it counts no more`
    events.emit({ type: 'alarm', peer: holding.log.author, why })
  }
}

/** What hooks of pruning reach besides what a core knows. */
interface Around {
  readonly parts: CoreParts
  changed(holding: Holding, count: number): void
  ledger(): Ledger
}

/** What was pruned is held by its ids, which is durable with the prune; or no longer, and peers are asked for its text. */
function hooksOfPruning(
  knowing: Knowing,
  run: (input: Input) => void,
  { parts, changed, ledger }: Around,
): Omit<PruningParts, 'holdings' | 'engine' | 'members' | 'onForked'> {
  const { arrivals, confirmation } = knowing
  const counted = countedBy(knowing, run)
  return {
    onPruned: ({ log }) => parts.onPruned?.(log),
    onReopened: (key) => ledger().reopen(key),
    onFilled(holding) {
      const { key, durable } = holding
      counted(holding, null, null)
      // It may be forked later than before, or no more.
      run({ type: 'forked', log: key, seq: null })
      tellFork(holding, run)
      run({ type: 'durable', logs: [[key, durable]] })
      confirmation.grown(holding)
      changed(holding, 0)
      ledger().resume(key)
    },
    onLost(holding) {
      const { key, log } = holding
      confirmation.drop(holding)
      arrivals.dropped(holding)
      run({ type: 'forked', log: key, seq: null })
      run({ type: 'grown', log, held: { count: 0, head: null }, reach: 0, from: null, range: null })
    },
  }
}

/** Tells the sync machine where a log is forked within what counts. */
export function tellFork({ key, forkedAt, counted }: Holding, run: (input: Input) => void): void {
  run({ type: 'forked', log: key, seq: forkedAt !== null && forkedAt < counted ? forkedAt : null })
}

/** Membership changed: state, owner and judgement follow. */
function hooksOfRecount(
  knowing: Knowing,
  run: (input: Input) => void,
  onJudged: () => void,
): Pick<RecountParts, 'onCounted' | 'onMembers'> {
  const counted = countedBy(knowing, run)
  const { events, news } = knowing
  return {
    onCounted(holding) {
      counted(holding, null, null)
      if (holding.forkedAt !== null) tellFork(holding, run)
    },
    onMembers(before, after) {
      if (events.isHeard()) for (const event of changesBetween(before, after)) events.emit(event)
      news.changed()
      onJudged()
    },
  }
}

/** Connections come and go, and bring messages: the sync machine is told. */
function hooksOfWires({ events, waiting }: Knowing, run: (input: Input) => void): Pick<WiresHooks, 'onUp' | 'onDown' | 'onMessage'> {
  return {
    onUp: (peer, awaits) => run({ type: 'up', peer, awaits }),
    onDown(peer, name) {
      waiting.leave(peer)
      run({ type: 'down', peer })
      if (name !== null) events.emit({ type: 'peer', peer: name, state: 'down' })
    },
    onMessage: (peer, message) => run({ type: 'message', peer, message }),
  }
}

/** Rows became durable: receipts, acknowledgements to peers, documents. */
function settle(machine: Machine, parts: CoreParts, life: Life, rows: readonly JournalRow[]): void {
  const grown = new Set<Holding>()
  for (const row of rows) {
    const holding = machine.holdings.get(row.log)
    if (holding === undefined) {
      // A proof of equivocation, or of a domain that was let go meanwhile.
      machine.writer.onDurable(row.log, row.from + row.bodies.length)
      continue
    }
    // What was pruned meanwhile is durable by its prune.
    holding.durable = Math.max(holding.durable, row.from + row.bodies.length)
    grown.add(holding)
  }
  machine.holdings.trim()
  const logs = [...grown].map(({ key, durable }) => [key, durable] as const)
  if (logs.length > 0) machine.run({ type: 'durable', logs })
  for (const holding of grown) {
    machine.writer.onDurable(holding.key, holding.durable)
    if (holding.bare === 0) parts.onDurable?.(holding.log, { count: holding.durable, head: holding.ids.get(holding.durable - 1) ?? null })
  }
  life.onProgress()
}
