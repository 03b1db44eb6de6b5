/** Trace: a chain of reasoning toward a goal: steps that use one another and claims, and what they conclude. Plain data. */
import type { ItemId } from '../frames/item.ts'
import type { Statement } from '../frames/statement.ts'

/** One author's reasoning toward a goal. */
export interface Trace {
  /** Also the id of its conclusion where that counts as a claim. */
  readonly id: ItemId
  /** Its author: a public key in a live realm, any name in a case. */
  readonly by: string
  /** What it is reasoned toward, in words; traces of one goal are compared. */
  readonly goal: string
  readonly concludes: Statement | undefined
  /** The session that came to it, where one is known: all that say the same for one session have one vote (R25). */
  readonly session?: ItemId
  /** In any order: which comes first is said by what they use. */
  readonly steps: readonly Step[]
}

/** One step of a trace. */
export interface Step {
  /** Names it within its trace. */
  readonly id: string
  /** For a person. */
  readonly text: string
  /** Ids of steps of the same trace, or else of claims. */
  readonly uses: readonly ItemId[]
  /** All of them must hold; none is the same as `say`. */
  readonly checks: readonly Check[]
  /** What it establishes. */
  readonly gives: Statement | undefined
}

/**
 * How a step can be verified. `arith`: the expression equals the value, exactly, or when rounded to the decimals written; `rule`: what it
 * gives is an instance of a rule from what it uses; `observe`: it is a leaf and uses nothing; `say`: nothing verifies it; `custom`: a
 * checker named `name@version` verifies it where one is at hand, and nowhere does judgement depend on it, since not everybody has it.
 */
export type Check =
  | { readonly k: 'arith'; readonly expr: string; readonly value: string; readonly round: boolean }
  | { readonly k: 'rule' }
  | { readonly k: 'observe' }
  | { readonly k: 'say' }
  | { readonly k: 'custom'; readonly by: string; readonly data?: string }
