/** The state of one sync machine: what its parts (compare, want, serve, push, confirm) read and change within one step. */
import type { Ms } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Range } from '../frames/entry.ts'
import type { Held, Log, LogKey } from '../frames/log.ts'
import type { AuthorKey } from '../identity/signature.ts'
import type { Keys, Means, Own, Self } from './handshake.ts'
import { EVERYTHING, type Interest } from './interest-name.ts'
import type { SyncLimits } from './limits.ts'
import type { Answer, AnswerCode, Ask, Beacon, Hello, Message, Verdict } from './message.ts'
import type { Known, OwnPresence, WrittenProfile } from './presence.ts'
import type { StateVector } from './vector.ts'
import { createViews, type Views } from './views.ts'

/** What happens to the machine. `peer` is the node's name for one open connection. */
export type Input =
  /** `awaits`: the other end opened the connection and says hello first; who does not know that says it at once. */
  | { readonly type: 'up'; readonly peer: string; readonly awaits?: boolean }
  | { readonly type: 'down'; readonly peer: string }
  | { readonly type: 'message'; readonly peer: string; readonly message: Message }
  | { readonly type: 'tick' }
  /**
   * `log` grew to `held`: by an own write (`from` null), or by a range that `from` sent. `range` is what to push on, its last
   * signature verified by us. Without a range nothing is pushed: the entries were read back from the journal, or only began or ceased
   * to count. `reach` is how many entries are held, where not all of them count.
   */
  | {
      readonly type: 'grown'
      readonly log: Log
      readonly held: Held
      readonly reach?: number
      readonly from: string | null
      readonly range: Range | null
    }
  /** Only these domains are held from now on; null: all. Logs of others are no longer held; those that come in are told by `grown`. */
  | { readonly type: 'hold'; readonly domains: readonly string[] | null }
  /** These logs are durable up to these counts. */
  | { readonly type: 'durable'; readonly logs: readonly (readonly [log: LogKey, count: number])[] }
  /** The answer to the effect `serve`; null when there is nothing to send. */
  | { readonly type: 'served'; readonly peer: string; readonly log: LogKey; readonly range: Range | null }
  /** What `peer` sent of `log` could not be admitted. */
  | { readonly type: 'refused'; readonly peer: string; readonly log: LogKey }
  /**
   * What `peer` sent of `log` is authentic, but its `prev` is not what we hold, so the branches part before it: it shall be asked again
   * from the lower `seq` on (R5).
   */
  | { readonly type: 'parted'; readonly peer: string; readonly log: LogKey; readonly seq: number }
  /** Two authentic entries of `log` with this seq are held (R5). null: none within what counts. */
  | { readonly type: 'forked'; readonly log: LogKey; readonly seq: number | null }
  /** What this node tells others of itself from the next beat on. `start`: how often its journal had been opened. */
  | { readonly type: 'self'; readonly start: number; readonly load: number; readonly profile: WrittenProfile }
  /** Asks the member `to`; `id` is 16 fresh random bytes, base64url. The effect `answered` follows within `ms`, unless it is forgotten. */
  | { readonly type: 'ask'; readonly id: string; readonly to: AuthorKey; readonly text: string; readonly ms: Ms }
  /** The answer to the effect `asked`. */
  | { readonly type: 'reply'; readonly id: string; readonly code: AnswerCode | null; readonly text: string }
  /** Nobody waits for the answer to an `ask` any more. */
  | { readonly type: 'forget'; readonly id: string }
  /** The judgement was worked out. */
  | { readonly type: 'verdict'; readonly verdict: Verdict }

/** What the node shall do, in this order. */
export type Effect =
  | { readonly type: 'send'; readonly peer: string; readonly message: Message }
  /** The peer proved who it is, and that it belongs to this realm. From now on all but hellos is coded with these keys, both ways. */
  | { readonly type: 'ready'; readonly peer: string; readonly hello: Hello; readonly keys: Keys }
  /** Read entries of `log` from seq `from` on, about `charsMax` of body text, end on a verified entry, hand them back as `served`. */
  | { readonly type: 'serve'; readonly peer: string; readonly log: LogKey; readonly from: number; readonly charsMax: number }
  /**
   * Authenticate and admit `range`, then answer `grown` or `refused`. It begins at or below what is held and may overlap it;
   * it ends beyond, unless a fork is suspected: then its ids are to be compared with the held ones. The answer is due before the
   * next message is handed in, or that would seem to leave a gap.
   */
  | { readonly type: 'admit'; readonly peer: string; readonly range: Range }
  /** `author`, another member than the log's own, holds the first `count` entries of `log` durably. */
  | {
      readonly type: 'confirmed'
      readonly log: LogKey
      readonly count: number
      readonly author: AuthorKey
      readonly peer: string
    }
  /** Same state, different judgement: one of the two nodes is broken. */
  | { readonly type: 'alarm'; readonly peer: string; readonly why: string }
  /** Another member asks: `reply` within `ms`, unless `unasked` comes first. */
  | { readonly type: 'asked'; readonly id: string; readonly from: AuthorKey; readonly text: string; readonly ms: Ms }
  | { readonly type: 'unasked'; readonly id: string }
  /** What came of an `ask`: `code` is null for the answer of the one asked. */
  | { readonly type: 'answered'; readonly id: string; readonly code: AnswerCode | null; readonly text: string }
  /** It said that it holds just what this node holds, durably; once for each such state. */
  | { readonly type: 'level'; readonly peer: string }
  /** The peer sent what an honest one does not; too much of it shall end the connection. */
  | { readonly type: 'blame'; readonly peer: string; readonly why: string }
  /** Close the connection; `down` shall follow. */
  | { readonly type: 'drop'; readonly peer: string; readonly why: string }

/** What is remembered of one connection; all of it goes with the connection. */
export interface Peer {
  readonly id: string
  readonly own: Own
  /** The hello by which it proved who it is, with the challenge that it named last. */
  hello: Hello | null
  /** Before that: the latest hello, which proves nothing. */
  stranger: Hello | null
  /** What another start of it has to sign over; made when one speaks. */
  challenge: string | null
  /** Our latest signed hello, and the share of the one it is for; until we know that one arrived. */
  signed: { readonly share: string; readonly hello: Hello } | null
  /** Nonces of its earlier starts behind this connection: they are over, and not heard. Bounded. */
  readonly retired: readonly string[]
  /** It has shown that our signed hello arrived: by its own signed word, or by a message that only follows it. */
  met: boolean
  /** Messages that could not be believed since it last proved who it is. */
  strange: number
  /** Counts it is known to hold: told by it, or sent by it. Bounded, oldest forgotten. */
  readonly known: Map<LogKey, number>
  /** Counts it holds beyond ours. Bounded. */
  readonly lacking: Map<LogKey, number>
  /** Counts it sent us and awaits the `have` of. Bounded. */
  readonly owed: Map<LogKey, number>
  /** Characters of credit left of each of its wants that is being served. */
  readonly serving: Map<LogKey, number>
  /** Number of wants open with it. */
  wants: number
  /** The fork that it has just answered about, for the first time: it may have sent the branch that is held here. */
  doubted: { readonly log: LogKey; readonly seq: number } | null
  comparedAt: Ms
  beaconAt: Ms
  beaconRoot: string
  /** The root of which it said last that it holds that, durably, too. */
  levelRoot: string
  /** What it said it holds. */
  interest: Interest
  interestAt: Ms
  /** The root at which an alarm was raised last, so that one disagreement is one alarm. */
  alarmedAt: string
  /** When it was last told who is there. */
  toldAt: Ms
  /** The time that its latest telling bore, by its clock, and when that came. */
  toldToUs: { readonly at: Ms; readonly heardAt: Ms } | null
  /** The time to it and back. */
  latencyMs: Ms | null
  /** Authors not known before that it told of, and profiles it was given, in this beat. */
  newcomers: number
  profilesServed: number
  /** Its questions under way here. */
  asks: number
}

/** One question under way, at the asker, at the one asked, or in between. */
export interface OpenAsk {
  readonly ask: Ask
  /** Who brought it first, and whose credit it uses; null: this node asks. */
  readonly asker: Peer | null
  /** The connections it came over; the answer goes back over all of them. */
  readonly from: Set<string>
  /** The connections it went over, without those that refused. */
  readonly to: Set<string>
  /** All connections that were tried. */
  readonly tried: Set<string>
  until: Ms
  /** When the asker sends it again. */
  againAt: Ms
  /** What was answered, to be said again when the question comes again. */
  answer: Answer | null
}

/** One open want. There is at most one for each log, whoever it was sent to. */
export interface Wanted {
  readonly peer: string
  readonly from: number
  readonly target: number
  /** A fork is suspected: what comes is admitted although its seqs are held. */
  readonly suspect: boolean
  /** It was asked once already, and sent the branch that is held here. */
  readonly again: boolean
  /** When it was sent or something last came for it. */
  at: Ms
  /** The last piece of the answer came. */
  hasEnded: boolean
}

/** Whether entry `seq` of a log is wanted. */
export type IsWanted = (log: LogKey, seq: number) => boolean

/** All state, and the step at hand: its time and the effects collected so far. */
export interface Machine {
  readonly self: Self
  readonly means: Means
  readonly random: Random
  readonly limits: SyncLimits
  /** What this node holds. */
  interest: Interest
  /** Whether entry `seq` of a log is wanted: nobody asks for what counts for nothing. */
  readonly isWanted: IsWanted
  readonly vector: StateVector
  /** The vector as peers see it who do not hold all of it. */
  readonly views: Views
  readonly peers: Map<string, Peer>
  /** Those that are known to be members: of thousands of peers these are the few that relay. */
  readonly neighbours: Map<string, Peer>
  readonly wants: Map<LogKey, Wanted>
  /** Logs with entries not durable here yet. */
  readonly unsafe: Set<LogKey>
  /** Counts that another member holds durably; a log at its full count is in neither this nor `unconfirmed`. */
  readonly confirmed: Map<LogKey, number>
  readonly unconfirmed: Set<LogKey>
  verdict: Verdict | null
  /** The beacon sent last. */
  beacon: Beacon | null
  beatAt: Ms | null
  /** What this node tells of itself; null: nothing yet. */
  own: OwnPresence | null
  /** The other members. Bounded. */
  readonly members: Map<AuthorKey, Known>
  /** Those of them that are no leaves. */
  readonly relays: Map<AuthorKey, Known>
  /** Which of several ways is asked for a profile next. */
  profileTurn: number
  /** Questions under way. Bounded. */
  readonly asks: Map<string, OpenAsk>
  now: Ms
  out: Effect[]
}

/** The state before the first step. */
export function createMachine({
  self,
  means,
  random,
  limits,
  isWanted,
}: Pick<Machine, 'self' | 'means' | 'random' | 'limits' | 'isWanted'>): Machine {
  const views = createViews(limits.views)
  return {
    self,
    means,
    random,
    limits,
    isWanted,
    interest: EVERYTHING,
    vector: views.vector,
    views,
    peers: new Map(),
    neighbours: new Map(),
    wants: new Map(),
    unsafe: new Set(),
    confirmed: new Map(),
    unconfirmed: new Set(),
    verdict: null,
    beacon: null,
    beatAt: null,
    own: null,
    members: new Map(),
    relays: new Map(),
    profileTurn: 0,
    asks: new Map(),
    now: 0,
    out: [],
  }
}

/** A connection that has just opened. */
export function createPeer(id: string, own: Own): Peer {
  return {
    id,
    own,
    hello: null,
    stranger: null,
    challenge: null,
    signed: null,
    retired: [],
    met: false,
    strange: 0,
    known: new Map(),
    lacking: new Map(),
    owed: new Map(),
    serving: new Map(),
    wants: 0,
    doubted: null,
    comparedAt: Number.NEGATIVE_INFINITY,
    beaconAt: Number.NEGATIVE_INFINITY,
    levelRoot: '',
    beaconRoot: '',
    interest: EVERYTHING,
    interestAt: Number.NEGATIVE_INFINITY,
    alarmedAt: '',
    toldAt: Number.NEGATIVE_INFINITY,
    toldToUs: null,
    latencyMs: null,
    newcomers: 0,
    profilesServed: 0,
    asks: 0,
  }
}

/** Adds a message to the effects of this step. */
export function send(machine: Machine, peer: Peer, message: Message): void {
  machine.out.push({ type: 'send', peer: peer.id, message })
}

/** Names what an honest peer does not do. */
export function blame(machine: Machine, peer: Peer, why: string): void {
  machine.out.push({ type: 'blame', peer: peer.id, why })
}

/** Asks for the end of a connection. */
export function drop(machine: Machine, peer: string, why: string): void {
  machine.out.push({ type: 'drop', peer, why })
}

/** Raises `counts[key]` to `count`; beyond `max` keys the oldest is forgotten. */
export function raise(counts: Map<LogKey, number>, key: LogKey, count: number, max: number): void {
  const before = counts.get(key)
  if (before !== undefined && before >= count) return
  counts.set(key, count)
  if (counts.size <= max) return
  for (const oldest of counts.keys()) {
    counts.delete(oldest)
    return
  }
}
