/** Premises: the claims that steps use, as far as they are there. */
import type { ItemId, Window } from '../../frames/item.ts'
import type { Statement } from '../../frames/statement.ts'
import { spanOf } from '../claims/span.ts'
import { NO_SUPPORT, type Support } from '../claims/supports.ts'
import type { Knowledge } from '../knowledge.ts'
import { HOLDS, type Fact } from '../store/facts.ts'

/** A claim that is there. */
export interface Premise {
  readonly id: ItemId
  readonly statement: Statement
  /** Absent: always. */
  readonly window?: Window
}

/** The claim `id` if it is there: held, not withdrawn, and so is all that it rests on. Its weight plays no part. */
export function premiseIn(id: ItemId, knowledge: Knowledge): Premise | undefined {
  const support = knowledge.claims.supports.find(id)
  return support === NO_SUPPORT || !isThere(support, knowledge) ? undefined : heldPremise(id, knowledge)
}

/** What the claim `id` says, if it is held, whether or not it was taken back. */
export function heldPremise(id: ItemId, { claims, keys, isStatement }: Knowledge): Premise | undefined {
  const support = claims.supports.find(id)
  if (support === NO_SUPPORT) return undefined
  const fact = claims.supports.factOf(support)
  if (!isStatement(fact)) return undefined
  const window = spanOf(claims.supports.windowOf(support))
  const isBounded = window.some((bound) => bound !== null)
  return { id, statement: keys.statementOf(fact), ...(isBounded ? { window } : {}) }
}

/** Whether a claim counts: it is not withdrawn and neither is anything that it rests on. */
export function isThere(support: Support, { claims, facts }: Knowledge): boolean {
  if (claims.supports.isWithdrawn(support)) return false
  return !claims.isStep(support) || facts.is(claims.claimFactOf(support), HOLDS)
}

/** The claims that are there and say `fact` directly. */
export function sayersOf(fact: Fact, knowledge: Knowledge): readonly Support[] {
  return knowledge.claims.supports.of(fact).filter((support) => isThere(support, knowledge))
}
