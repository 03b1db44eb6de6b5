/** Outcome: what a run was like, and which promises it broke. */
import type { Hash } from '../base/hash.ts'
import type { Said } from '../frames/item.ts'
import type { Cut } from '../frames/realm-item.ts'
import type { Log } from '../frames/log.ts'
import type { AuthorKey } from '../identity/signature.ts'
import type { Component, Conflict, Standing } from '../semantics/judgement.ts'
import type { Metrics } from '../node/reasoning/metrics.ts'
import type { Published } from '../semantics/reasoning/publication.ts'
import type { Archive } from '../traces/archive.ts'
import type { DocumentSeen, StockSeen } from './documents/carriers.ts'
import type { Happening } from './history.ts'
import type { Scenario } from './scenario.ts'
import type { Met } from './sometimes.ts'

/** A promise that was not kept. */
export interface Violation {
  /** The name of the checker, like `convergence`. */
  readonly promise: string
  readonly why: string
  /** The entry that it is about, if it is about one. */
  readonly entry?: Hash
  /** Who signed that entry. */
  readonly author?: AuthorKey
  /** The nodes that it is about; absent: all. */
  readonly nodes?: readonly string[]
}

/** A log as a node holds it and as its disk kept it. */
export interface LogView {
  readonly log: Log
  readonly ids: readonly Hash[]
  readonly bodies: readonly string[]
}

/** A node as it is at the end; what is asked of it by calling may be costly, and is worked out once. */
export interface NodeView {
  readonly name: string
  readonly author: AuthorKey
  /** false: it is down, though it was to be up. */
  readonly isUp: boolean
  readonly entries: number
  readonly state: string
  readonly verdict: string
  /** Own entries that no other member is known to hold. */
  readonly provisional: number
  /** Characters and items that wait for something: nothing should, at the end. */
  readonly waiting: number
  /** Questions of other members, here and passed on, that have not ended. */
  readonly asks: number
  /** Permille of what its modules can do at once that they do. */
  readonly load: number
  /** Messages that reading all of this made it send. */
  readonly sentByReading: number
  /** Whether it holds the entry. */
  holds(entry: Hash): boolean
  logs(): readonly LogView[]
  standings(): readonly Standing[]
  conflicts(): readonly Conflict[]
  components(): readonly Component[]
  /** Whether what the author says counts: it belongs, or the realm is open. */
  isMember(author: AuthorKey): boolean
  /** Whether the author was a member, and was removed. */
  isRemoved(author: AuthorKey): boolean
  /** Authors who are known to have signed two entries for one place: nothing that they say counts. */
  readonly equivocators: ReadonlySet<string>
  /** Who belongs, with all rights and cuts, and the law, as one text; empty in an open realm. */
  realm(): string
  /** Its traces, as it judges them. */
  traces(): readonly Published[]
  /** Sessions and traces as the entries that it keeps tell of them. */
  told(): Archive
}

/** An entry that was signed: by which node, and when. */
export interface Signed {
  readonly node: string
  readonly author: AuthorKey
  readonly atMs: number
}

/** What a write came to. */
export interface Written {
  readonly node: string
  readonly atMs: number
  /** Null: nobody was told, though the node lived on. */
  readonly outcome: 'acknowledged' | 'refused' | 'unknown' | 'cut off' | null
}

/** What asking a node came to. */
export interface Asked {
  readonly node: string
  readonly goal: string
  readonly atMs: number
  readonly timeoutMs: number
  readonly endedAtMs: number | null
  /** `answered`, the code of a refusal, or `cut off` when the node ended; null: nobody was told. */
  readonly outcome: string | null
}

/** A member that was removed: by whom, and the last entries that were to count. */
export interface Removal {
  readonly atMs: number
  readonly key: AuthorKey
  readonly by: AuthorKey
  readonly cuts: readonly Cut[]
}

/** How alike nodes were that could reach each other, counted over the storm and, exactly, at the end. */
export interface Alike {
  /** (pair of nodes, claim that is old enough) looked at, and those where both held it. */
  readonly pairs: number
  readonly agreeing: number
  /** (part, frame) looked at, and those that were not alike everywhere in the part. */
  readonly frames: number
  readonly unlike: number
}

/** What came of reading nodes now and then while the storm lasted. */
export interface Reads {
  readonly looked: number
  /** Messages that reading made them send. */
  readonly sent: number
  /** What a node had acknowledged and then answered without. */
  readonly stale: readonly { readonly node: string; readonly entry: Hash }[]
}

/** What the checkers look at, when everything is mended and has settled. Hostile members, and those that left, are not among the nodes. */
export interface View {
  readonly scenario: Scenario
  readonly nodes: readonly NodeView[]
  readonly acknowledged: readonly { readonly node: string; readonly entry: Hash }[]
  /** Acknowledged entries that a node did not hold after one of its starts. */
  readonly forgotten: readonly { readonly node: string; readonly entry: Hash }[]
  /** What was called confirmed at its author while no other disk had it. */
  readonly overstated: readonly { readonly node: string; readonly entry: Hash }[]
  /** Confirmed entries. */
  readonly confirmed: readonly { readonly node: string; readonly entry: Hash }[]
  /** Logs that a node knew to be forked and later did not. */
  readonly unforked: readonly { readonly node: string; readonly log: string }[]
  readonly writes: readonly Written[]
  readonly asked: readonly Asked[]
  /** The documents of all nodes, as they export them; null: none are kept. */
  readonly documents: readonly DocumentSeen[] | null
  /** Stock peers, and what they did by themselves. */
  readonly stock: readonly StockSeen[]
  /** Removals that were acknowledged. */
  readonly removals: readonly Removal[]
  /** Nodes that acknowledged nothing after everything was mended. */
  readonly mute: readonly string[]
  /** Whatever a node did that no node may. */
  readonly faults: readonly { readonly node: string; readonly why: string }[]
  /** By id. */
  readonly signed: ReadonlyMap<Hash, Signed>
  /** Keys of hostile members. */
  readonly hostile: ReadonlySet<string>
  readonly alike: Alike
  readonly reads: Reads
  readonly healedAfterMs: number | null
  /** Messages sent while nothing happened any more, on all wires together and with stock peers, and for how long that was watched. */
  readonly quiet: { readonly messages: number; readonly stockMessages: number; readonly lastedMs: number; readonly wires: number }
  /** What all held entries of a node say, in the order of its logs. */
  saidBy(node: NodeView): readonly Said[]
  /** The digest that a new engine gives when it is told `said` in this order. */
  judge(said: readonly Said[], excluded: readonly string[]): string
}

/** What a checker says of a broken promise. */
export type Complaint = Omit<Violation, 'promise' | 'author'>

/** Looks at a run and says what was broken; nothing when its promise was kept. */
export type Checker = (view: View) => readonly Complaint[]

/** What the reasoning of a run came to: the measures of a network (M1 to M4), as its first node takes them in the end, and counts. */
export interface Reasoned {
  readonly asked: number
  readonly answered: number
  readonly metrics: Metrics
  /** M3 of all nodes: simulated milliseconds from question to answer, in the order in which the questions were asked. */
  readonly answerMs: readonly number[]
}

/** Sizes of a run. */
export interface RunCounts {
  readonly simulatedMs: number
  readonly events: number
  readonly messagesSent: number
  readonly messagesLost: number
  readonly messagesDoubled: number
  readonly acknowledged: number
  readonly entries: number
  readonly crashes: number
  readonly conflicts: number
  /** From the end of the storm, or of the last fault that outlasted it, until all nodes held the same; null: they never did. */
  readonly healedAfterMs: number | null
  readonly alike: Alike
  /** What reasoning came to; null where no goals are asked. */
  readonly reasoned: Reasoned | null
}

/** Digests of the end of a run: equal for equal scenarios, in any process. */
export interface Prints {
  /** Every row on every disk, in the order it was written, byte for byte; those of hostile and of gone members too. */
  readonly journals: Hash
  /** Where each log ends, as each node holds it. */
  readonly heads: Hash
  /** What each node that is up judges. */
  readonly verdicts: Hash
}

/** What `simulate` gives. */
export interface Outcome {
  readonly scenario: Scenario
  /** No promise was broken. */
  readonly isKept: boolean
  readonly violations: readonly Violation[]
  /** Hash of everything that happened: equal for equal scenarios. */
  readonly logHash: string
  /** What the run left behind, as digests; the hash holds them too. */
  readonly prints: Prints
  readonly counts: RunCounts
  /** Rare situations that were met. */
  readonly met: Met
  /** The last of what happened, a line each. */
  readonly tail: readonly string[]
  /** All that happened, if it was recorded. */
  readonly happenings: readonly Happening[]
}
