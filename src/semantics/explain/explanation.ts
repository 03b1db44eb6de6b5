/** Explanation: why something stands as it does, as plain data and as one text: sides, proofs, sums, and what would settle it. */
import type { ItemId } from '../../frames/item.ts'
import type { Fallen } from '../learn/fallen.ts'
import type { Broken, Conflict, Span, Standing, StatementOut, Status } from '../judgement.ts'

/** Why a claim does not count, where it does not. */
export type Silence =
  | 'repeats' // its author or its witness is heard already
  | 'elsewhere' // its window does not reach into the time that is explained
  | 'premises' // something it rests on is not held, taken back, or does not hold
  | 'withdrawn' // its author took it back
  | 'excluded' // its author counts no more (R5)

/** Who is below the policy's floor, and by what. */
export type Heeded = Omit<Fallen, 'author'>

/** One claim for a statement. */
export interface Voice {
  readonly claim: ItemId
  readonly by: string
  /** What it weighs by itself, in parts per million of a vote. */
  readonly vote: number
  /** Whose word it is in the end: its author's, or that of the weakest it rests on (R10). */
  readonly witness: string
  /** There where its author is below the policy's floor: why its word counts less. */
  readonly fallen?: Heeded
  /** null: it counts. */
  readonly silent: Silence | null
  readonly window: Span<number>
  readonly because: readonly ItemId[]
  /** Those of `because` that nobody holds, or that were taken back. */
  readonly missing: readonly ItemId[]
  readonly undercut: readonly Undercutting[]
}

/** One undercut of a claim. */
export interface Undercutting {
  readonly claim: ItemId
  readonly by: string
  readonly vote: number
}

/** One side: what is said and by whom, or an undercut. */
export interface Side {
  /** In words: `d1.state = "open"`, or `the undercut of c2`. */
  readonly says: string
  readonly statement: StatementOut | null
  /** undefined where it has none: an undercut, or what nothing supports any more. */
  readonly status?: Status
  /** A decimal integer, in parts per million of a vote. */
  readonly weight: string
  readonly derived: boolean
  /** The loudest that count first; then those that do not, with the reason. */
  readonly voices: readonly Voice[]
  /** Voices beyond those listed. */
  readonly more: number
}

/** One step of a proof. */
export interface ProofStep {
  readonly says: string
  readonly statement: StatementOut | null
  /** By what it holds: said outright, concluded by a claim from its premises, or by a law. */
  readonly by: { readonly said: readonly ItemId[] } | { readonly claim: ItemId; readonly author: string } | Broken
  /** Places, in this proof, of the steps that it rests on; those left out for their number are not named. */
  readonly uses: readonly number[]
}

/** The shortest proof of something derived, what it rests on before it; its last step is what it proves. */
export interface Proof {
  readonly says: string
  readonly steps: readonly ProofStep[]
  /** Steps left out, which the first ones rest on. */
  readonly more: number
}

/** Something that a way out gives up. */
export interface GivenUp {
  readonly says: string
  readonly weight: string
  /** The votes that make the weight. */
  readonly votes: readonly { readonly claim: ItemId; readonly by: string; readonly vote: number }[]
}

/** One way out of a component, added up. */
export interface WayOut {
  readonly out: readonly GivenUp[]
  /** What is paid for soft rules that stay broken. */
  readonly pays: string
  /** The sum of all of it. */
  readonly cost: string
}

/** Why a component is decided as it is during a stretch of time. */
export interface Sum {
  readonly component: string
  readonly window: Span<number>
  readonly best: WayOut
  /** The lightest way that treats what is explained otherwise; null: there is none among those listed. */
  readonly other: WayOut | null
  /** What the other costs more; "0" is undecided. null without another. */
  readonly margin: string | null
  /** Whether there are ways beyond those listed, so that `other` may be among them. */
  readonly further: boolean
  /** false: the budget of steps ran out, so that a lighter way may have been missed. */
  readonly exact: boolean
}

/** What would turn or end it during a stretch of time. */
export interface Settlement {
  readonly component: string
  readonly window: Span<number>
  /** The cheapest turn: weight added to any of `add`, or taken back from all of `takeBack` together, by more than `weight`. */
  readonly flip: { readonly add: readonly string[]; readonly takeBack: readonly string[]; readonly weight: string } | null
}

/** Claims whose withdrawal would end a conflict. */
export interface Withdrawal {
  readonly says: string
  readonly claims: readonly { readonly claim: ItemId; readonly by: string }[]
}

/** Why a statement, a claim or a conflict stands as it does. */
export interface Explanation {
  /** All of it for a person, line by line. */
  readonly text: string
  readonly statement?: Standing
  readonly conflicts: readonly Conflict[]
  /** Claims that it rests on, directly or through rules; of a conflict those that suffice for it. */
  readonly claims: readonly ItemId[]
  readonly sides: readonly Side[]
  /** Sides beyond those listed. */
  readonly more: number
  readonly proofs: readonly Proof[]
  readonly sums: readonly Sum[]
  readonly settle: readonly Settlement[]
  /** Each of these alone would end the conflict; fewest authors first. */
  readonly withdraw: readonly Withdrawal[]
}
