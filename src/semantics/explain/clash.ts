/** Clash: the facts that a conflict's law is broken by, derived ones included: between them and its leaves lie the proofs. */
import type { Found } from '../conflict/report.ts'
import type { Knowledge } from '../knowledge.ts'
import { TYPE } from '../law/build.ts'
import { CONCLUDED, NO_FACT, type Fact } from '../store/facts.ts'
import { NO_TERM } from '../store/terms.ts'
import { bestProofs, type Best } from './proof.ts'

/** The facts that clash, and the smallest proofs of them from the conflict's own leaves. */
export interface Clash {
  readonly facts: readonly Fact[]
  readonly best: Best
}

/** What clashes in `found`: of all ways in which its law is broken by its leaves the one with the fewest steps, ties by key. */
export function clashIn(found: Found, knowledge: Knowledge): Clash {
  const { facts, keys } = knowledge
  const leaves = new Set([...found.guards, ...found.members])
  const mayFollow = (fact: Fact): boolean => leaves.has(fact) || facts.is(fact, CONCLUDED)
  const bodies = [...firedIn(found, knowledge), ...crowdedIn(found, mayFollow, knowledge)].filter((body) => body.every(mayFollow))
  const best = bestProofs(new Set(bodies.flat()), (leaf) => leaves.has(leaf), knowledge)
  const own = [...leaves]
  const ways = bodies
    .filter((body) => body.every((fact) => best.has(fact)))
    .map((body) => ({
      body,
      size: body.reduce((sum, fact) => sum + best.get(fact)!.size, 0),
      key: body.map(keys.of).sort().join(),
    }))
    .sort((a, b) => a.size - b.size || (a.key < b.key ? -1 : 1))
  return { facts: ways[0]?.body ?? own, best }
}

function firedIn({ conflict }: Found, { closure }: Knowledge): readonly (readonly Fact[])[] {
  const law = JSON.stringify(conflict.by)
  return [...closure.firings()].filter(({ clause }) => JSON.stringify(clause.by) === law).map(({ body }) => body)
}

/** Frames with too many values: as many of them as follow from these leaves, with the type that makes them too many. */
function crowdedIn(
  { conflict, members, values }: Found,
  mayFollow: (fact: Fact) => boolean,
  { closure, facts, predicates }: Knowledge,
): readonly (readonly Fact[])[] {
  const [law, type] = [JSON.stringify(conflict.by), predicates.of(TYPE, 2)]
  return [...closure.crowds()]
    .filter(({ group }) => JSON.stringify(group.by) === law)
    .flatMap(({ group, frame }) => {
      // A group of leaves is one conflict of all of them; a written-out one of a single choice.
      const own = new Set(conflict.kind === 'atMost' ? members : values)
      const chosen = closure.namesOf({ group, frame }).filter((fact) => own.has(fact) && mayFollow(fact))
      if (chosen.length <= group.n) return []
      const guard = group.guard === NO_TERM ? NO_FACT : facts.find(type, frame, group.guard)
      return [guard === NO_FACT ? chosen : [guard, ...chosen]]
    })
}
