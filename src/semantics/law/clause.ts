/** Clauses: what facets and rules are compiled to: conclusions and denials over facts, with tests on the values they bind. */
import type { Statement } from '../../frames/statement.ts'
import type { Broken } from '../judgement.ts'
import type { Pred } from '../store/predicates.ts'
import type { Term } from '../store/terms.ts'

/** A positive number is a constant's term, a negative one the variable `-arg - 1`. */
export type Arg = number

/** The argument that stands for variable `at`. */
export const variable = (at: number): Arg => -at - 1

/** An atom of a clause. */
export interface Pattern {
  readonly pred: Pred
  readonly args: readonly Arg[]
  /** Only facts that hold by more than the transitivity of their slot: so a path has one proof, edge by edge, and not one for each cut. */
  readonly edge?: true
}

/** A condition on bound variables; `binding` holds their terms. */
export interface Test {
  readonly variables: readonly number[]
  passes(binding: Int32Array): boolean
}

/** A conclusion, or a denial where there is no head. */
export interface Clause {
  /** Global: tells clauses apart and orders them, whatever their local number. What a clause forbids or concludes is in its key. */
  readonly key: string
  /** null: a denial. */
  readonly head: Pattern | null
  readonly body: readonly Pattern[]
  readonly tests: readonly Test[]
  /** How many variables it has. */
  readonly variables: number
  /** What a fork pays to break it, in parts per million of a vote; null: hard. */
  readonly price: bigint | null
  /** A denial about two frames that says nothing of one frame under two names. */
  readonly twins?: boolean
  readonly by: Broken
  /** What a person is told of a broken denial, from the statements that break it. */
  say(statements: readonly Statement[]): string
}

/** Whether two clauses of one key are also told in the same words. */
export function isSameClause(a: Clause, b: Clause): boolean {
  return a.key === b.key && a.price === b.price && a.say([]) === b.say([]) && JSON.stringify(a.by) === JSON.stringify(b.by)
}

/** Whether a clause concludes paths from edges; what only such a clause gives is no edge. */
export function closesPaths({ body }: Clause): boolean {
  return body.some(({ edge }) => edge === true)
}

/** No way along the edges of a slot may come back to where it began: judged natively, since a long way has too many parts. */
export interface CycleLaw {
  readonly pred: Pred
  /** Type that one frame of a cycle must have for it to be forbidden; NO_TERM: any. */
  readonly guard: Term
  /** The denial in whose name cycles are reported; its body is empty. */
  readonly clause: Clause
}

/** At most `n` values of a slot: judged natively, since the pairs of many values would be too many clauses. */
export interface GroupLaw {
  readonly key: string
  readonly pred: Pred
  readonly n: number
  /** Type that a frame must have for this to hold of it; NO_TERM: every frame. */
  readonly guard: Term
  /** Type that a value must have to count; NO_TERM: every value. */
  readonly of: Term
  /** Only literals count: references are made equal by need instead. */
  readonly literals: boolean
  readonly by: Broken
}

/** What ought to be known of a frame, judged only in a closed world. */
export interface Obligation {
  readonly key: string
  readonly kind: 'atLeast' | 'hasValue' | 'sameValues' | 'instanceOf'
  readonly slot: string
  /** NO_TERM: every frame that has the slot. */
  readonly guard: Term
  readonly n: number
  /** Type of values that count, or that values must have; NO_TERM: any. */
  readonly of: Term
  readonly value: Term
  /** The slot whose values must be the same. */
  readonly other: string
}

/** A law that breaks by itself, without any claim. */
export interface Paradox {
  readonly by: Broken
  readonly text: string
}

/** A compiled law. */
export interface Compiled {
  readonly clauses: readonly Clause[]
  readonly groups: readonly GroupLaw[]
  readonly cycles: readonly CycleLaw[]
  readonly obligations: readonly Obligation[]
  readonly paradoxes: readonly Paradox[]
}
