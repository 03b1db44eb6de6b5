/** Verbs: what a node's user does with its reasoning. */
import type { ItemId } from '../../frames/item.ts'
import type { Answer, AskOptions } from './answer.ts'
import type { MemberSeen } from './mesh.ts'
import type { Metrics } from './metrics.ts'
import type { Goal, Module } from './module.ts'
import type { PublishedReceipt, TraceInput } from './trace-input.ts'
import type { Fingerprint, SessionSummary, TraceSummary, TraceView } from './view.ts'

/** The verbs that reason, the same on a node and below it. */
export interface ReasoningVerbs {
  /** Adds a module, or replaces the one of its name; the returned function takes it away again. Throws `BAD_INPUT`. */
  use(module: Module): () => void
  /**
   * Answers a goal: from what stands, by a module here, or by the members that the model names. Rejects with `NO_ANSWER`, which says who
   * was asked and why they did not answer; `BUSY` when too much is under way here; `ABORTED`.
   */
  ask(goal: Goal | string, options?: AskOptions): Promise<Answer>
  /** Publishes reasoning that was done elsewhere. Rejects with `REFUSED` and the reasons when it does not hold: nothing is written then. */
  publish(trace: TraceInput): Promise<PublishedReceipt>
  /** A published trace by its id, or what there is of a session; throws `UNKNOWN`. */
  trace(id: ItemId): TraceView
  /** Every published trace, those that do not hold too. */
  traces(): readonly TraceSummary[]
  /** Every session, under way or over, drafts too. */
  sessions(): readonly SessionSummary[]
  /** The other members, as far as they said who they are. */
  members(): readonly MemberSeen[]
  /** M1 to M4, and counts. */
  metrics(): Metrics
  /** How well each author's reasoning fared, as this node counts it: the same on nodes that certify alike. */
  fingerprints(): readonly Fingerprint[]
  /** Hands sessions under way to others and takes no more, as before maintenance. It still answers from what stands. */
  drain(): Promise<void>
}
