/** Latent: what is no conflict because names are known for one thing, and comes back where that is given up. */
import type { Environment, Order } from '../proof/environment.ts'
import { minimal, type Labels } from '../proof/labels.ts'
import { HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Part } from '../store/part.ts'
import type { Pred } from '../store/predicates.ts'
import type { Term } from '../store/terms.ts'
import type { Blur, Latent, Nogood } from './breach.ts'

/** The fact that two terms are one thing, as far as that holds. */
export function sameness(one: Term, other: Term, { facts, sameAs }: { readonly facts: Facts; readonly sameAs: Pred }): Fact {
  const fact = facts.find(sameAs, one, other)
  return fact !== NO_FACT && facts.is(fact, HOLDS) ? fact : NO_FACT
}

/** What is left of `nogoods` while one of `ways` makes one thing of what they count as several; nothing of those that hold such a way. */
export function latentsFrom(nogoods: readonly Nogood[], ways: readonly Environment[], order: Order): readonly Latent[] {
  return nogoods.flatMap((nogood) => {
    const { leaves } = nogood
    const rest = ways.map((way) => way.filter((leaf) => !leaves.includes(leaf)))
    if (rest.some(({ length }) => length === 0)) return []
    const unless = minimal(rest, order)
    return [{ ...nogood, unless, about: [...new Set([...leaves, ...unless.flat()])] }]
  })
}

/** That nothing sure is known where `equalities` or what they make one is disputed. */
export function blurFrom(equalities: readonly Part[], values: readonly Part[], labels: Labels): Blur {
  const under = (parts: readonly Part[]): readonly Fact[] => [...new Set(parts.flatMap(labels.of).flat())]
  return { equal: under(equalities), values: under(values) }
}
