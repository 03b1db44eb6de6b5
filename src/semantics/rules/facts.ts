/** Facts: what rules are evaluated over, as something that can be asked. */
import type { Value } from '../../frames/value.ts'

/** One fact: the arguments of an atom that holds. */
export interface Fact {
  readonly args: readonly Value[]
  /** false: whether it holds is open, and so is what rests on it. */
  readonly certain: boolean
}

/** What rules are evaluated over: the closure of the positive layer in a live engine, or another model. */
export interface Facts {
  /** The facts of a predicate that agree with the bound arguments (undefined: any), in any order, none twice; `args` has its arity. */
  match(pred: string, negative: boolean, args: readonly (Value | undefined)[]): Iterable<Fact>
  /** Whether the predicate was cut for want of budget: nothing may be concluded from what it does not hold. Absent: never. */
  isUnknown?(pred: string, negative: boolean, arity: number): boolean
}
