/** Outcome: what a run was like, and which promises it broke. */
import type { Hash } from '../base/hash.ts'
import type { Scenario } from './scenario.ts'

/** A promise that was not kept. */
export interface Violation {
  /** The name of the checker, like `convergence`. */
  readonly promise: string
  readonly why: string
}

/** A node as it is at the end. */
export interface NodeView {
  readonly name: string
  readonly entries: number
  readonly state: string
  readonly verdict: string
  /** Whether it holds the entry. */
  holds(entry: Hash): boolean
}

/** What the checkers look at, when everything is mended and has settled. */
export interface View {
  readonly nodes: readonly NodeView[]
  readonly acknowledged: readonly { readonly node: string; readonly entry: Hash }[]
  /** Acknowledged entries that a node did not hold after one of its starts. */
  readonly forgotten: readonly { readonly node: string; readonly entry: Hash }[]
  /** Whatever a node did that no node may. */
  readonly faults: readonly { readonly node: string; readonly why: string }[]
  /** Messages sent while nothing happened any more, on all wires together, and for how long that was watched. */
  readonly quiet: { readonly messages: number; readonly lastedMs: number; readonly wires: number }
}

/** Looks at a run and says what was broken; nothing when its promise was kept. */
export type Checker = (view: View) => readonly string[]

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
  /** From the end of the storm, or of the last fault that outlasted it, until all nodes held the same; null: they never did. */
  readonly healedAfterMs: number | null
}

/** What `simulate` gives. */
export interface Outcome {
  readonly scenario: Scenario
  /** No promise was broken. */
  readonly isKept: boolean
  readonly violations: readonly Violation[]
  /** Hash of everything that happened: equal for equal scenarios. */
  readonly logHash: string
  readonly counts: RunCounts
  /** The last of what happened, a line each. */
  readonly tail: readonly string[]
}
