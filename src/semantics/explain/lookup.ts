/** Lookup: the facts, claims and conflicts that are spoken of. */
import type { ItemId } from '../../frames/item.ts'
import type { Statement } from '../../frames/statement.ts'
import { slotValue } from '../claims/claims.ts'
import { ALWAYS, covers, segmentsOf, type Stretch } from '../claims/span.ts'
import type { Knowledge } from '../knowledge.ts'
import { CLAIM, STEP, UNDERCUT } from '../law/build.ts'
import { NO_FACT, type Fact } from '../store/facts.ts'
import { factIn, type Part } from '../store/part.ts'

/** The fact of a statement, or {@link NO_FACT} when nothing speaks of it. */
export function factOf({ frame, slot, value, not }: Statement, { terms, predicates, facts }: Knowledge): Fact {
  const [a, b] = [terms.find({ ref: frame }), terms.find(slotValue(slot, value))]
  return a === 0 || b === 0 ? NO_FACT : facts.find(predicates.of(slot, 2, not), a, b)
}

/** The claims that a fact rests on by its smallest proof, and those that say it directly; none for {@link NO_FACT}. */
export function claimsOf(fact: Fact, { claims, verdict }: Knowledge): readonly ItemId[] {
  if (fact === NO_FACT) return []
  const { supports } = claims
  const direct = supports.of(fact).map(supports.idOf)
  const { leaves, proofsOf } = verdict()
  const [first] = proofsOf(fact).environments
  return [...new Set([...direct, ...(first === undefined ? [] : leaves.claimsFor(first, ALWAYS))])].sort()
}

/** A stretch of time within `within` that cuts no window of the claims behind these leaves: the first. */
export function momentIn(within: Stretch, leaves: readonly Fact[], { verdict }: Knowledge): Stretch {
  const { windows } = verdict().leaves
  return segmentsOf([within, ...leaves.flatMap(windows)]).find((segment) => covers(within, segment)) ?? within
}

/** What a fact about claims is, and the id it is about; undefined for every other. */
export function partOf(
  part: Part,
  { facts, predicates, terms }: Knowledge,
): { readonly kind: 'step' | 'claim' | 'undercut'; readonly id: ItemId } | undefined {
  const kind = KINDS.get(predicates.nameOf(facts.predOf(factIn(part))))
  return kind === undefined ? undefined : { kind, id: terms.valueOf(facts.aOf(factIn(part))) as ItemId }
}

const KINDS = new Map([
  [STEP, 'step' as const],
  [CLAIM, 'claim' as const],
  [UNDERCUT, 'undercut' as const],
])
