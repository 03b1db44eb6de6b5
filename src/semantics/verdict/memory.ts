/** Memory: what was found of knots that are no more, for those that took their place to take over where nothing was touched. */
import type { Found } from '../conflict/report.ts'
import type { Component } from '../judgement.ts'
import type { Fact } from '../store/facts.ts'
import type { Numbers } from '../store/numbers.ts'
import type { Dispute } from './dispute.ts'

/** A component with its disputes. */
export interface Judged {
  readonly component: Component
  readonly disputes: readonly Dispute[]
}

/** What was found in one knot. */
export interface Finding {
  /** By a local key of what is broken. */
  readonly conflicts: Map<string, readonly Found[]>
  readonly components: Map<string, Judged>
}

/** What may be taken over. It never changes an answer. */
export interface Recall {
  /** The conflicts of a breach; undefined where it is new or one of its leaves was touched. */
  conflicts(key: string, leaves: readonly Fact[]): readonly Found[] | undefined
  component(key: string, leaves: readonly Fact[]): Judged | undefined
}

/** Recalls from `old` what holds no leaf of `touched`. */
export function recallFrom(old: readonly Finding[], touched: Numbers): Recall {
  const conflicts = new Map(old.flatMap((finding) => [...finding.conflicts]))
  const components = new Map(old.flatMap((finding) => [...finding.components]))
  const isFresh = (leaves: readonly Fact[]): boolean => touched.size === 0 || !leaves.some((leaf) => touched.has(leaf))
  return {
    conflicts: (key, leaves) => (isFresh(leaves) ? conflicts.get(key) : undefined),
    component: (key, leaves) => (isFresh(leaves) ? components.get(key) : undefined),
  }
}
