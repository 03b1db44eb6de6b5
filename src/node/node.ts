/** The node as its user sees it: at most twelve verbs, plain data results, nothing that a peer does can throw. */
import type { Ms } from '../base/clock.ts'
import type { Hash } from '../base/hash.ts'
import type { ItemId } from '../frames/item.ts'
import type { Statement } from '../frames/statement.ts'
import type { AuthorKey } from '../identity/signature.ts'
import type { Clash } from '../membership/member.ts'
import type { Explanation } from '../semantics/explain/explanation.ts'
import type { QueryAnswers } from '../semantics/query/answers.ts'
import type { Component, Conflict, Fork, Unjudged } from '../semantics/judgement.ts'
import type { FrameView, QueryChoice, ValueInput } from './frame-view.ts'
import type { NodeRealm } from './realm/realm.ts'
import type { NodePruning } from './pruning/pruning.ts'
import type { Cancel, Claimed } from './receipt.ts'
import type { ReasoningVerbs } from './reasoning/verbs.ts'

export type { FrameView, QueryChoice, SlotView, ValueInput } from './frame-view.ts'
export type { Cancel, Claimed } from './receipt.ts'

/** How sure a claim is, when it holds and what it rests on. */
export interface ClaimOptions extends Cancel {
  /** Permille, 0 to 1000; default 1000. */
  readonly confidence?: number
  readonly valid?: readonly [from: Date | Ms | null, until: Date | Ms | null]
  /** What this claim rests on. */
  readonly because?: readonly (Claimed | ItemId)[]
  /** true: claims that the frame does not have these values. */
  readonly not?: boolean
}

/** A receipt, standing for all its claims, or the id of one. */
export type ClaimedOrId = Claimed | ItemId

/** How strongly one undercuts, and why. */
export interface UndercutOptions extends Cancel {
  /** Permille, 0 to 1000; default 1000. */
  readonly confidence?: number
  readonly reason?: string
}

/** A conflict as a program meets it: with its component's ways out. */
export interface ConflictView extends Conflict {
  readonly component: string
  readonly forks: readonly Fork[]
  readonly undecided: boolean
}

/** Equal digests on two nodes: same entries and same judgement. The signatures differ. */
export interface Certificate {
  readonly realm: Hash
  readonly by: AuthorKey
  /** Root of the state vector. */
  readonly state: string
  readonly entries: number
  /** Digest of the judgement. */
  readonly verdict: string
  /** Hash of realm, state and verdict: what nodes compare. */
  readonly digest: string
  readonly sig: string
  /** Where not all domains are held: those that are, and how much could not be judged for want of others (R17). */
  readonly domains?: readonly string[]
  readonly unjudged?: number
  /** What the state consists of, where it was asked for: with it every node that holds as much finds the state again. */
  readonly vector?: StateVector
}

/** What is held of each log: how many entries, and the id of the last; `forked` where its author contradicted itself at that count. */
export type StateVector = readonly (readonly [log: string, count: number, head: string])[]

/** How an old state is asked for. */
export interface AtOptions extends Cancel {
  /** Told after each piece: entries read, and of how many. */
  readonly onProgress?: (read: number, of: number) => void
}

/** What goes into a certificate. */
export interface CertificateChoice {
  /** Names every log held, too. Default false. */
  readonly vector?: boolean
}

/** A difference between two states of a node, told after the change. */
export type NodeEvent =
  | { readonly type: 'entries'; readonly count: number; readonly from: AuthorKey }
  | { readonly type: 'conflict'; readonly conflict: ConflictView }
  | { readonly type: 'settled'; readonly conflict: string }
  | { readonly type: 'peer'; readonly peer: string; readonly state: 'up' | 'level' | 'down' }
  | { readonly type: 'confirmed'; readonly entry: Hash }
  | { readonly type: 'alarm'; readonly peer: string; readonly why: string }
  | { readonly type: 'refused'; readonly peer: string; readonly why: string }
  | { readonly type: 'damage'; readonly why: string }
  | { readonly type: 'member'; readonly key: AuthorKey; readonly name: string; readonly change: 'joined' | 'removed' | 'left' | 'changed' }
  /** Hashes of the parts of the law that came into force, and that went out of it. */
  | { readonly type: 'law'; readonly added: readonly Hash[]; readonly dropped: readonly Hash[] }
  | { readonly type: 'clash'; readonly clash: Clash }
  | { readonly type: 'readonly'; readonly on: boolean; readonly why: string }

/** Everything countable about a node, for screens, `/metrics` and tests. */
export interface NodeStatus {
  readonly id: AuthorKey
  readonly name: string
  readonly realm: Hash
  readonly entries: number
  readonly logs: number
  readonly claims: number
  readonly statements: number
  readonly peers: readonly {
    readonly name: string
    readonly id: AuthorKey | null
    readonly state: 'connecting' | 'ready'
    /** Whether it said last that it keeps just what this node holds, of what both hold. */
    readonly level: boolean
    /** The connection's label, like `ws://10.0.0.7:4040`. */
    readonly at: string
  }[]
  /** Own entries that no other member is known to hold. */
  readonly provisional: number
  /** How long the oldest of them has waited, since it was written or the node started; null: there is none. */
  readonly provisionalMs: Ms | null
  readonly readOnly: string | null
  readonly messages: { readonly sent: number; readonly received: number; readonly refused: number }
  readonly bytes: { readonly sent: number; readonly received: number }
  readonly quarantined: number
}

/** The frames as one fork has them. */
export interface Branch {
  frame(id: string): FrameView
}

/** The judgement as it was in another state. It does not change. */
export interface OldState extends Branch {
  readonly entries: number
  frames(): readonly string[]
  at(fork: Fork): Branch
  conflicts(): readonly ConflictView[]
  components(): readonly Component[]
  query(body: string, options?: QueryChoice): QueryAnswers
  explain(about: ClaimedOrId | Statement | ConflictView): Explanation
  /** Its digest equals that of the certificate it was asked for by, if state and judgement are the same here. */
  certificate(): Certificate
}

/** What may be claimed of a frame: slots with a schema take its input (one or a list), every other slot any value. */
export type ClaimSlots<Slots> = { readonly [K in keyof Slots]?: Slots[K] | readonly Slots[K][] } & Readonly<
  Record<string, ValueInput | readonly ValueInput[]>
>

/** One running node. `Slots` are the inputs of the slots that have a schema; by default there are none. */
export interface TracordNode<Slots = object> extends ReasoningVerbs {
  readonly id: AuthorKey
  readonly name: string
  /** Who belongs together, and by which law; in a closed realm also the acts that change either. */
  readonly realm: NodeRealm
  /** What of its text may go for good, and the acts that let it go. */
  readonly pruning: NodePruning
  /** Says that `frame` has these slot values. Resolves when durable. One group commit may carry many calls. */
  claim(frame: string, slots: ClaimSlots<Slots>, options?: ClaimOptions): Promise<Claimed>
  /** Takes back own claims for good; what was concluded from them falls everywhere. */
  withdraw(claims: ClaimedOrId, reason?: string, options?: Cancel): Promise<Claimed>
  /** Says that another's claim does not hold. */
  undercut(claim: ClaimedOrId, options?: UndercutOptions): Promise<Claimed>
  /** What is accepted of a frame, by slot. Throws `UNKNOWN` for one of a domain that is not held. */
  frame(id: string): FrameView
  frames(): readonly string[]
  /** Reads the frames as a fork has them. */
  at(fork: Fork): Branch
  /**
   * Reads everything as it was in the state of a certificate, or of a state vector. `UNKNOWN` when this node was never in it or does not
   * hold it whole. The whole judgement of then is built; the two asked for last are kept.
   */
  at(state: Certificate | StateVector, options?: AtOptions): Promise<OldState>
  /** The conflicts held now (`for of`), or those and every new one (`for await`, until the signal fires or the node closes). */
  conflicts(options?: Cancel): Iterable<ConflictView> & AsyncIterable<ConflictView>
  components(): readonly Component[]
  /** Asks a rule's body, like `state(D, "closed"), via(R, D)`; throws `BAD_INPUT` with line and column where it is none. */
  query(body: string, options?: QueryChoice): QueryAnswers
  /** Why something stands as it does: sides, weights, proofs and what would settle it, as text and as data. */
  explain(about: ClaimedOrId | Statement | ConflictView): Explanation
  /** What touches a domain that this node does not hold, and so was not judged; nothing while it holds all. */
  unjudged(): readonly Unjudged[]
  /** The domains held, sorted; null: all. */
  domains(): readonly string[] | null
  /**
   * Holds just these domains from now on, null: all. Others are let go: neither received, judged nor passed on, though what the journal
   * has of them stays there. Resolves when what it has of new ones is back; peers are asked for the rest.
   */
  hold(domains: readonly string[] | null, options?: Cancel): Promise<void>
  /** Calls `listener` after each change; returns its own undo. A throwing listener is contained and named in an `alarm`. */
  subscribe(listener: (event: NodeEvent) => void): () => void
  certificate(choice?: CertificateChoice): Certificate
  status(): NodeStatus
  /** Finishes writes, lets go of wires and folder. Idempotent. */
  close(): Promise<void>
}
