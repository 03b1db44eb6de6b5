/** Memory: what the last verdict found, for the next one to take over where nothing was touched; it never changes an answer. */
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

/** One generation of findings. */
export interface Memory {
  readonly conflicts: Map<string, readonly Found[]>
  readonly components: Map<string, Judged>
}

/** What may be taken over from the last verdict. */
export interface Recall {
  /** The conflicts of a breach, by its local key; made by `make` where its leaves were touched or it is new. */
  conflicts(key: string, leaves: readonly Fact[], make: () => readonly Found[]): readonly Found[]
  component(id: string, leaves: readonly Fact[], make: () => Judged): Judged
}

/** A memory of nothing. */
export function emptyMemory(): Memory {
  return { conflicts: new Map(), components: new Map() }
}

/** Recalls from `last` what holds no leaf of `touched`, and keeps in `next` what is used. */
export function recallFrom(last: Memory, next: Memory, touched: Numbers): Recall {
  const isFresh = (leaves: readonly Fact[]): boolean => touched.size === 0 || !leaves.some((leaf) => touched.has(leaf))
  const recall = <T>(
    held: ReadonlyMap<string, T>,
    kept: Map<string, T>,
    key: string,
    leaves: readonly Fact[],
    make: () => T,
  ): T => {
    const known = held.get(key)
    const found = known !== undefined && isFresh(leaves) ? known : make()
    kept.set(key, found)
    return found
  }
  return {
    conflicts: (key, leaves, make) => recall(last.conflicts, next.conflicts, key, leaves, make),
    component: (id, leaves, make) => recall(last.components, next.components, id, leaves, make),
  }
}
