/** Site: a place where a law is broken, or would be if what makes one thing of two were given up; taken apart into what cannot stay. */
import type { Closure } from '../closure/closure.ts'
import { firingKey, type Firing } from '../closure/firing.ts'
import type { CycleLaw } from '../law/clause.ts'
import type { Order } from '../proof/environment.ts'
import { jointEnvironments, type Labels } from '../proof/labels.ts'
import { NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Part } from '../store/part.ts'
import type { Pred } from '../store/predicates.ts'
import type { Terms } from '../store/terms.ts'
import type { Blur, Group, Latent, Nogood } from './breach.ts'
import { blurFrom, latentsFrom, sameness } from './latent.ts'

/** What sites are seen in. */
export interface SiteParts {
  readonly closure: Closure
  readonly facts: Facts
  readonly order: Order
  readonly type: Pred
  readonly sameAs: Pred
  readonly terms: Terms
  readonly cycles: readonly CycleLaw[]
}

/** The ways in which a law is broken, or may come to be. */
export interface Broken {
  readonly nogoods: readonly Nogood[]
  readonly groups: readonly Group[]
  readonly latents?: readonly Latent[]
  readonly blur?: Blur
}

/** One place where one law is broken. */
export interface Site {
  /** Tells it apart from others, here and now: made of local numbers. */
  readonly key: string
  /** What it rests on. */
  readonly tops: readonly Part[]
  /** Every minimal way in which it is broken, by the labels of what it rests on. */
  breaches(labels: Labels): Broken
  /** As it is now; undefined when nothing is broken here any more. */
  again(): Site | undefined
}

/** The site of a denial that fires, as far as `isFiring` knows. */
export function firingSite(firing: Firing, parts: SiteParts, isFiring = parts.closure.isFiring): Site {
  const { clause, body } = firing
  const same = clause.twins === true ? samenessIn(body, parts) : NO_FACT
  return {
    key: firingKey(firing),
    tops: same === NO_FACT ? body : [...body, same],
    breaches(labels) {
      const { key: law, price, by } = clause
      const { environments, all } = jointEnvironments(body, labels, parts.order)
      const nogoods = environments.map((leaves) => ({ law, leaves, price, by, clause, values: [], complete: all, about: leaves }))
      if (same === NO_FACT) return { nogoods, groups: [] }
      if (!all || !labels.isComplete(same)) return { nogoods: [], groups: [], blur: blurFrom([same], body, labels) }
      return { nogoods: [], groups: [], latents: latentsFrom(nogoods, labels.of(same), parts.order) }
    },
    again: () => (isFiring(firing) ? firingSite(firing, parts, isFiring) : undefined),
  }
}

/** The fact that makes one thing of the two frames of a denial about two; none where they are two. */
function samenessIn(body: readonly Part[], parts: SiteParts): Fact {
  const [one, other] = new Set(body.map(parts.facts.aOf))
  return other === undefined ? NO_FACT : sameness(one!, other, parts)
}
