/** The repair problem of one component: drop the lightest set of leaves so that no constraint is left broken. */

/** A leaf that may be dropped. Members are ordered by `key`, so that the answer does not depend on how they were found. */
export interface Member {
  /** A global hash, never a local number. */
  readonly key: string
  /** What dropping it costs; not negative. */
  readonly weight: bigint
}

/** Not all `members` may stay; a soft one may be paid with `price` instead. Members are indices into `Problem.members`. */
export interface Nogood {
  readonly members: readonly number[]
  readonly price: bigint | null
  /** It is met also while one of these stays: what holds only because something else was given up. */
  readonly unless?: readonly number[]
}

/** While all `guards` stay, at most `n` of `members` may stay: dropping one guard meets it whole. A negative `n` counts as 0. */
export interface Group {
  readonly n: number
  readonly members: readonly number[]
  readonly guards: readonly number[]
}

/** What cannot all hold, and what each part of it weighs. */
export interface Problem {
  /** Hash of the component: the tie-break depends on it, so that no author is favoured for ever. */
  readonly id: string
  readonly members: readonly Member[]
  readonly nogoods: readonly Nogood[]
  readonly groups: readonly Group[]
}

/** A repair: what to drop, sorted by key, and what that costs (prices of paid soft nogoods included). */
export interface Repair {
  readonly out: readonly number[]
  readonly cost: bigint
}

/** The best way out and how sure it is. */
export interface Solved {
  /** The unique optimum by the composite weight, or a greedy repair when not exact. */
  readonly best: Repair
  readonly exact: boolean
  readonly lowerBound: bigint
  /** Nodes a cold canonical search needed. */
  readonly nodes: number
}

/** How many of the minimal repairs of least weight keep a member; `unknown`: the budget ran out first. */
export type Kept = 'all' | 'none' | 'some' | 'unknown'
