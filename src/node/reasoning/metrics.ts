/** Metrics: what is told of a network's reasoning: M1 to M4 by the formulas in the README of this layer, and counts. Plain data. */
import type { Convergence, Depth } from '../../semantics/reasoning/measures.ts'
import type { Histogram } from './timings.ts'

/** The four measures of the specification, and counts. */
export interface Metrics {
  /** M1: how far traces agree in meaning. */
  readonly convergence: Convergence
  /** M2: frames with a statement that is undecided or unknown, of all frames, in parts per million; null: no frame. */
  readonly conflictRate: { readonly ppm: number | null; readonly frames: number; readonly unsettled: number }
  /** Entries of this node that no other member confirmed yet: the divergence that this node knows of. */
  readonly provisional: number
  /** How long the oldest of them has waited, in milliseconds; null: there is none. */
  readonly provisionalMs: number | null
  /** M3: how long answers took to come, in milliseconds. */
  readonly answers: Histogram
  /** M4: how many independent routes lead to goals. */
  readonly depth: Depth
  readonly entries: number
  readonly conflicts: number
  readonly forks: number
  readonly sessions: number
  readonly steps: number
  readonly published: number
  readonly incoherent: number
  /** Authors whose quality is below the policy's floor. */
  readonly fallen: number
  readonly quarantined: number
  readonly messages: { readonly sent: number; readonly received: number; readonly refused: number }
  readonly bytes: { readonly sent: number; readonly received: number }
}
