/** Breach: the forms in which it is said what cannot stay: nogoods, groups of which too many stand, and nogoods that may come back. */
import type { Clause, GroupLaw } from '../law/clause.ts'
import type { Broken } from '../judgement.ts'
import type { Environment } from '../proof/environment.ts'
import type { Seek } from './cycles/seek.ts'
import type { Fact } from '../store/facts.ts'

/** One minimal way to break one law. */
export interface Nogood {
  readonly law: string
  readonly leaves: Environment
  /** null: hard. */
  readonly price: bigint | null
  readonly by: Broken
  readonly clause: Clause | undefined
  /** The values that are too many, where it is one choice out of a group. */
  readonly values: readonly Fact[]
  /** Whether further minimal ways of the same breach were left out for their number. */
  readonly complete: boolean
  /** The leaves, and where not all is known every other that may matter: nothing sure is known of any of them. */
  readonly about: readonly Fact[]
  /** Finds further ways of the same breach, where they are too many to be listed. */
  readonly seek?: Seek
}

/** Too many values of one slot: while every guard stays, at most `n` of the members may. */
export interface Group {
  readonly law: string
  readonly group: GroupLaw
  readonly members: readonly Fact[]
  /** For each member the value that it makes one too many: itself, or what follows from it. */
  readonly values: ReadonlyMap<Fact, Fact>
  readonly guards: Environment
  /** Further leaves of which nothing sure is known, where dropping a member may break something else; absent: none. */
  readonly open?: readonly Fact[]
}

/**
 * A nogood that is none as long as all leaves of one of `unless` are said, because they make one thing of what it counts as several: what
 * comes back in a fork that drops a leaf of each.
 */
export interface Latent extends Nogood {
  /** Minimal, smallest first; none holds a leaf of the nogood, none is empty, and there is one. */
  readonly unless: readonly Environment[]
}

/** Where too much makes things one to say when they are several: nothing sure is known of what touches `equal`, nor of `values`. */
export interface Blur {
  readonly equal: readonly Fact[]
  readonly values: readonly Fact[]
}

/** What cannot stay, or what may come to be so. */
export type Breach = Nogood | Group | Latent | Blur
