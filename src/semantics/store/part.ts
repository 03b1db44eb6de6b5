/** Part: what a proof's body is made of: facts, and leaves that count only as they are said, whatever else proves the same. */
import { HOLDS, LEAF, NO_FACT, type Fact, type Facts } from './facts.ts'

/** A fact, or by {@link leafOf} the leaf of one. Local like all numbers. */
export type Part = number

/** The part that holds only while `fact` is said directly. */
export function leafOf(fact: Fact): Part {
  return NO_FACT - 1 - fact
}

/** The fact that a part is about. */
export function factIn(part: Part): Fact {
  return part < NO_FACT ? NO_FACT - 1 - part : part
}

/** Whether `part` is a leaf by itself. */
export function isLeafPart(part: Part): boolean {
  return part < NO_FACT
}

/** Whether `part` holds. */
export function partHolds(part: Part, facts: Facts): boolean {
  return isLeafPart(part) ? facts.is(factIn(part), LEAF) : facts.is(part, HOLDS)
}
