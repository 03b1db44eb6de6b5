/** History: builds the judgement of a state that this node holds whole but has left behind, from memory and journal, piece by piece. */
import type { Clock } from '../../base/clock.ts'
import { TracordError } from '../../base/error.ts'
import type { Hash } from '../../base/hash.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { isOpen, type Founding } from '../../frames/founding.ts'
import type { Log, LogKey } from '../../frames/log.ts'
import type { Done, Journal } from '../../ports/journal.ts'
import type { Signatures } from '../../identity/signature.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { VectorLine } from '../../sync/message.ts'
import { createStateVector } from '../../sync/vector.ts'
import { countedOf, createHoldings, type Holding, type Holdings } from '../core/holdings.ts'
import { createMembers } from '../core/members.ts'
import { createPruning } from '../core/pruning.ts'
import { createRecount } from '../core/recount.ts'
import { createRestorer } from '../core/start.ts'
import { createStrangers } from '../core/strangers.ts'
import { createWaitingRoom } from '../core/waiting.ts'
import { createArrivals, type Arrivals, type StateName } from './arrivals.ts'

/** Bytes of bodies taken in at once: between two such pieces the node does everything else. */
const PIECE_BYTES = 262_144

/** A state as it was: its judgement, and where each of its entries is. */
export interface Past {
  /** Root of the state vector. */
  readonly state: string
  readonly entries: number
  readonly engine: Engine
  locate(entry: Hash): { readonly log: Log; readonly seq: number } | undefined
}

/** Who is asked while a state is built. */
export interface Building {
  /** Entries read so far, and of how many. */
  onProgress(read: number, of: number): void
  /** true ends the building with `ABORTED`. */
  isGivenUp(): boolean
}

/** The way back. */
export interface History {
  /** The vector of a state that this node was in, by what a certificate says of it; undefined when it never was. */
  find(name: StateName): readonly VectorLine[] | undefined
  /** Builds the state of this vector. `UNKNOWN` when something of it is not held, `CORRUPT` or `IO` when it cannot be read. */
  build(lines: readonly VectorLine[], building: Building, done: Done<Past>): void
}

/** What a history works with. */
export interface HistoryParts {
  readonly founding: Founding
  readonly realm: Hash
  readonly holdings: Holdings
  readonly arrivals: Arrivals
  readonly journal: Journal
  readonly clock: Clock
  readonly signatures: Signatures
  readonly createEngine: (founding: Founding) => Engine
  /** The domains held now; null: all. */
  readonly domains: () => readonly string[] | null
}

/** The history of a node. */
export function createHistory(parts: HistoryParts): History {
  return {
    find: (name) => parts.arrivals.find(name),
    build(lines, building, done) {
      const wanted = wantedOf(lines, parts)
      if (wanted.ok) gather(parts, wanted.value, building, done)
      else parts.clock.after(0, () => done(wanted))
    },
  }
}

/** The first `count` entries of a log; of a forked one all that is held, and from where it counts for nothing. */
interface Wanted {
  readonly holding: Holding
  readonly count: number
  readonly forkedAt: number | null
}

/** What each line asks for, where all of it is held. */
function wantedOf(lines: readonly VectorLine[], { holdings, founding }: HistoryParts): Result<readonly Wanted[], TracordError> {
  const wanted = new Map<LogKey, Wanted>()
  for (const [key, count, head] of lines) {
    const holding = holdings.get(key)
    const held = holding?.ids.length ?? 0
    if (holding === undefined || held < count) return unknown(`${held} of ${count} entries of the log ${key} are held here`)
    if (head === 'forked') {
      // What counts of it are both entries at the fork, of which one is no longer in the chain that is read here.
      if (!isOpen(founding) && holding.log.kind === 'realm') return unknown(`the log ${key}, of the realm itself, is forked in it`)
      if (holding.forkedAt === null) return unknown(`the log ${key} is forked in it, which nothing proves here`)
      wanted.set(key, { holding, count: held, forkedAt: count })
    } else if (holding.ids.is(count - 1, head)) wanted.set(key, { holding, count, forkedAt: null })
    else return unknown(`entry ${count - 1} of the log ${key} is another here`)
  }
  return ok([...wanted.values()])
}

/** Reads log after log into a new judgement. */
function gather(parts: HistoryParts, wanted: readonly Wanted[], building: Building, done: Done<Past>): void {
  const scratch = createScratch(parts)
  const total = wanted.reduce((sum, { count }) => sum + count, 0)
  let read = 0
  const next = (at: number, from: number): void => {
    const one = wanted[at]
    if (one === undefined) return done(finished(scratch, wanted))
    // What is held by its ids alone the prunes of that state stand in for.
    if (from < one.holding.bare) return next(at, Math.min(one.count, one.holding.bare))
    if (from >= one.count) return next(at + 1, 0)
    readBodies(parts, one.holding, from, (bodies) => {
      if (!bodies.ok) return done(bodies)
      if (building.isGivenUp()) return done(err(new TracordError('ABORTED', 'the signal fired while the state was built')))
      const taken = bodies.value.slice(0, one.count - from)
      if (taken.length === 0) return done(missing(one.holding, from))
      read += taken.length
      const grown = attempt(() => {
        scratch.take(one.holding, from, taken)
        building.onProgress(read, total)
      })
      if (grown.ok) next(at, from + taken.length)
      else done(grown)
    })
  }
  next(0, 0)
}

/** The judgement of then, unless it needs text that was pruned since. */
function finished(scratch: Scratch, wanted: readonly Wanted[]): Result<Past, TracordError> {
  const past = attempt(() => scratch.finish(wanted))
  const lacking = wanted.find(({ holding, count }) => holding.bare > 0 && scratch.count(holding.key) < count)
  if (!past.ok || lacking === undefined) return past
  const why = `the log ${lacking.holding.key} was pruned since: its text is gone, only its ids are kept`
  return err(new TracordError('UNKNOWN', `that state cannot be read here: ${why}`))
}

/** What is read back was judged before, and a listener is somebody's: neither may throw into the journal. */
function attempt<T>(run: () => T): Result<T, TracordError> {
  try {
    return ok(run())
  } catch (cause) {
    return err(new TracordError('CORRUPT', 'the state could be read, but not judged: run tracord doctor on the folder', { cause }))
  }
}

/** Of what is built, all is held: what is not was never in its vector. */
const EVERYTHING_HELD = { holds: () => true, leave: () => undefined, leaveProof: () => undefined }

interface Scratch {
  /** Entries of a log in the state so far. */
  count(key: LogKey): number
  take(holding: Holding, from: number, bodies: readonly string[]): void
  finish(wanted: readonly Wanted[]): Past
}

/** The state comes to be as at a start of the node, so that it is judged exactly as then. */
function createScratch({ founding, realm, createEngine, signatures, clock, domains }: HistoryParts): Scratch {
  const [engine, holdings, members] = [createEngine(founding), createHoldings(0), createMembers(founding, signatures)]
  engine.hold(domains())
  const counting = { engine, holdings, members, strangers: createStrangers(), clock, self: null }
  const nothing = (): void => undefined
  const silent = { onFilled: nothing, onForked: nothing, onLost: nothing, onPruned: nothing, onReopened: nothing }
  const pruning = createPruning({ ...counting, ...silent })
  const recount = createRecount({ ...counting, pruning, onCounted: nothing, onMembers: nothing })
  const restorer = createRestorer({
    ...{ realm, ...counting, recount, pruning, arrivals: createArrivals(null), waiting: createWaitingRoom() },
    subscription: EVERYTHING_HELD,
    onDamage: () => undefined,
  })
  return {
    count: (key) => holdings.get(key)?.ids.length ?? 0,
    take({ key, ids }, from, bodies) {
      restorer.visit({ log: key, from, bodies, ids: ids.slice(from, from + bodies.length), seenAt: 0 })
    },
    finish(wanted) {
      restorer.finish()
      const vector = createStateVector()
      for (const holding of holdings.all()) vector.set(holding.log, countedOf(holding))
      for (const { holding, forkedAt } of wanted) {
        if (forkedAt === null) continue
        vector.fork(holding.key, forkedAt)
        if (members.isOpen || holding.log.kind !== 'realm') engine.exclude(holding.log.author)
      }
      return {
        state: vector.root(),
        entries: vector.entries(),
        engine,
        locate(entry) {
          const place = holdings.locate(entry)
          return place === undefined ? undefined : { log: place.holding.log, seq: place.seq }
        },
      }
    },
  }
}

/** Bodies of a log from `from` on: from memory where they are there, for the last of them may not be on disk yet. Never at once. */
function readBodies({ clock, journal }: HistoryParts, holding: Holding, from: number, done: Done<readonly string[]>): void {
  if (from < holding.recentFrom) return journal.read(holding.key, from, PIECE_BYTES, done)
  const bodies: string[] = []
  let chars = 0
  for (let at = from - holding.recentFrom; at < holding.recent.length && chars < PIECE_BYTES; at += 1) {
    const body = holding.recent[at] ?? ''
    bodies.push(body)
    chars += body.length
  }
  clock.after(0, () => done(ok(bodies)))
}

function missing({ key }: Holding, from: number): Result<never, TracordError> {
  return unknown(`entry ${from} of the log ${key} is no longer in the journal`)
}

function unknown(why: string): Result<never, TracordError> {
  return err(new TracordError('UNKNOWN', `that state cannot be read: ${why}; sync with a node that holds it, then ask again`))
}
