/** Footed: what may have footing: a fact, or a fact as an edge, by more than the transitivity of its slot. */
import type { Fact } from '../store/facts.ts'

/** A local number of a fact, or of a fact as an edge. */
export type Footed = number

/** `fact`, however it holds. */
export const asFact = (fact: Fact): Footed => fact * 2

/** `fact` as an edge. */
export const asEdge = (fact: Fact): Footed => fact * 2 + 1

/** The fact that something footed is about. */
export const factOf = (footed: Footed): Fact => footed >> 1

/** Whether only what makes it an edge counts. */
export const isAsEdge = (footed: Footed): boolean => (footed & 1) === 1
