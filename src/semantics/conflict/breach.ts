/** Breach: the two forms in which it is said what cannot stay: nogoods and groups of which too many stand. */
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
  readonly guards: Environment
  /** Further leaves of which nothing sure is known, where dropping a member may break something else; absent: none. */
  readonly open?: readonly Fact[]
}

/**
 * Values that are not too many only because some of them are one thing under several names. Nothing is broken; but where what makes them
 * one is disputed, a fork that drops it is broken here, and no set of leaves that cannot stay says so.
 */
export interface Latent {
  readonly equal: readonly Fact[]
  readonly values: readonly Fact[]
}

/** What cannot stay, in either form. */
export type Breach = Nogood | Group | Latent
