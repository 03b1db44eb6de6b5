/** Agreement: how far two traces of one goal say the same, from the very same reasoning to merely not excluding each other. */
import type { Facet, Law } from '../../frames/facet.ts'
import type { Statement } from '../../frames/statement.ts'
import { contentHash } from '../../traces/merge.ts'
import type { Trace } from '../../traces/trace.ts'
import type { Knowledge } from '../knowledge.ts'
import { SAME_AS } from '../law/build.ts'
import { HOLDS, NO_FACT } from '../store/facts.ts'
import { meaningsOf, type Over } from './meaning.ts'
import { meaningKey, type Supposed } from './scratch.ts'

/**
 * `content`: the same steps to the same conclusion. `conclusion`: the same conclusion, whatever names are used for one thing and whichever
 * way round it is said. `meaning`: each conclusion follows from the other over what is accepted. `compatible`: both together add no
 * conflict. `none`: they do.
 */
export type Agreement = 'content' | 'conclusion' | 'meaning' | 'compatible' | 'none'

/** The strongest agreement of two traces that conclude something, over what is accepted without their goal's conclusions. */
export function agreementOf(a: Trace, b: Trace, law: Law, over: Over): Agreement {
  if (contentHash(a) === contentHash(b)) return 'content'
  const [left, right] = [a.concludes, b.concludes]
  if (left === undefined || right === undefined) return 'compatible'
  const isOne = over.scratch.during([], (knowledge) => isSameConclusion(left, right, law, knowledge), over.without)
  if (isOne) return 'conclusion'
  if (meaningsOf([left, right], over).groups.length === 1) return 'meaning'
  return isCompatible(left, right, over) ? 'compatible' : 'none'
}

function isSameConclusion(left: Statement, right: Statement, law: Law, knowledge: Knowledge): boolean {
  return canonicalKey(left, law, knowledge) === canonicalKey(right, law, knowledge)
}

/** The smallest text of all the ways to say a statement, each thing under the smallest of its names. */
function canonicalKey(statement: Statement, law: Law, knowledge: Knowledge): string {
  const { slot, value } = statement
  const named = {
    ...statement,
    frame: smallestName(statement.frame, knowledge),
    value: slot !== SAME_AS && typeof value === 'object' && 'ref' in value ? { ref: smallestName(value.ref, knowledge) } : value,
  }
  return waysOf(named, law).map(meaningKey).sort()[0]!
}

function smallestName(frame: string, { facts, terms, predicates, keys }: Knowledge): string {
  const names = [frame]
  const pred = predicates.of(SAME_AS, 2)
  for (let fact = facts.firstByA(pred, terms.find({ ref: frame })); fact !== NO_FACT; fact = facts.nextByA(fact)) {
    const { value } = keys.statementOf(fact)
    if (facts.is(fact, HOLDS) && typeof value === 'object' && 'ref' in value) names.push(value.ref)
  }
  return names.sort()[0]!
}

/** A statement as it reads by every chain of `symmetric`, `inverse` and `equivalent` facets that hold whatever the type. */
function waysOf(statement: Statement, { slots }: Law): readonly Statement[] {
  const ways = new Map([[meaningKey(statement), statement]])
  for (const way of ways.values()) {
    for (const [slot, facets] of Object.entries(slots)) {
      for (const other of facets.flatMap((facet) => turned(way, slot, facet))) {
        if (!ways.has(meaningKey(other))) ways.set(meaningKey(other), other)
      }
    }
  }
  return [...ways.values()]
}

function turned(way: Statement, slot: string, facet: Facet): readonly Statement[] {
  if (facet.k === 'symmetric') return way.slot === slot ? turnAround(way, slot) : []
  if (facet.k !== 'inverse' && facet.k !== 'equivalent') return []
  const to = way.slot === slot ? facet.of : way.slot === facet.of ? slot : undefined
  if (to === undefined) return []
  return facet.k === 'inverse' ? turnAround(way, to) : [{ ...way, slot: to }]
}

function turnAround({ frame, value, not }: Statement, slot: string): readonly Statement[] {
  return typeof value === 'object' && 'ref' in value ? [{ frame: value.ref, slot, value: { ref: frame }, not }] : []
}

function isCompatible(left: Statement, right: Statement, { scratch, without }: Over): boolean {
  const supposed = [left, right].map((statement, at): Supposed => ({ name: `conclusion ${at}`, statement }))
  const conflictsWith = (some: readonly Supposed[]): readonly string[] =>
    scratch.during(some, (knowledge) => knowledge.verdict().conflicts.map(({ conflict }) => conflict.id), without)
  const apart = new Set(supposed.flatMap((one) => conflictsWith([one])))
  return conflictsWith(supposed).every((id) => apart.has(id))
}
