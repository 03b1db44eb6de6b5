/** Explain: why something stands as it does, in words and as data: who says so, what it clashes with, what would settle it. */
import type { ItemId } from '../frames/item.ts'
import { showStatement, statementKey, type Statement } from '../frames/statement.ts'
import { ALWAYS } from './claims/span.ts'
import { slotValue } from './claims/claims.ts'
import { NO_SUPPORT } from './claims/supports.ts'
import type { Explanation } from './engine.ts'
import type { Component, Conflict, Standing } from './judgement.ts'
import type { Knowledge } from './knowledge.ts'
import { listed } from './law/words.ts'
import { NO_FACT, type Fact } from './store/facts.ts'

/** What an explanation can be asked about. */
export type About = Statement | { readonly conflict: string } | { readonly claim: ItemId }

/** The explanation of what is asked about. */
export function explain(about: About, knowledge: Knowledge): Explanation {
  if ('conflict' in about) return explainConflict(about.conflict, knowledge)
  if ('claim' in about) return explainClaim(about.claim, knowledge)
  const fact = factOf(about, knowledge)
  return fact === NO_FACT
    ? { text: `nobody says that ${showStatement(about)}`, conflicts: [], claims: [] }
    : explainFact(fact, knowledge)
}

/** The fact of a statement, or {@link NO_FACT} when nothing speaks of it. */
export function factOf({ frame, slot, value, not }: Statement, { terms, predicates, facts }: Knowledge): Fact {
  const [a, b] = [terms.find({ ref: frame }), terms.find(slotValue(slot, value))]
  return a === 0 || b === 0 ? NO_FACT : facts.find(predicates.of(slot, 2, not), a, b)
}

function explainFact(fact: Fact, knowledge: Knowledge): Explanation {
  const statement = knowledge.keys.statementOf(fact)
  const key = statementKey(statement)
  const standings = knowledge.verdict().standingsOf(fact)
  const [standing] = standings
  if (standing === undefined)
    return { text: `nothing supports that ${showStatement(statement)} any more`, conflicts: [], claims: [] }
  const conflicts = conflictsIn(knowledge).filter(({ statements }) =>
    statements.some((side) => statementKey(side) === key),
  )
  const claims = claimsOf(fact, knowledge)
  const lines = [
    sentence(standing),
    ...conflicts.map(({ text }) => `it clashes: ${text}`),
    ...settlements(conflicts, knowledge),
  ]
  return { text: lines.join('\n'), statement: standing, conflicts, claims }
}

function sentence(standing: Standing): string {
  const who = standing.derived
    ? 'it follows from other statements'
    : `${listed(standing.by)} ${standing.by.length === 1 ? 'says' : 'say'} so`
  return `${showStatement(standing)} is ${standing.status}: ${who}, with a weight of ${votes(standing.weight)}`
}

/** Parts per million of a vote as a person counts them. */
function votes(weight: string): string {
  const millionths = weight.padStart(7, '0')
  const part = millionths.slice(-6).replace(/0+$/, '')
  return `${millionths.slice(0, -6)}${part === '' ? '' : `.${part}`} ${weight === '1000000' ? 'vote' : 'votes'}`
}

/** The claims that a fact rests on by its smallest proof, and those that say it directly. */
export function claimsOf(fact: Fact, { claims, verdict }: Knowledge): readonly ItemId[] {
  if (fact === NO_FACT) return []
  const { supports } = claims
  const direct = supports.of(fact).map(supports.idOf)
  const { leaves, proofsOf } = verdict()
  const [first] = proofsOf(fact).environments
  return [...new Set([...direct, ...(first === undefined ? [] : leaves.claimsFor(first, ALWAYS))])].sort()
}

function explainConflict(id: string, knowledge: Knowledge): Explanation {
  const conflict = conflictsIn(knowledge).find((held) => held.id === id)
  if (conflict === undefined) return { text: `there is no conflict ${id} now`, conflicts: [], claims: [] }
  const sides = conflict.statements.map((side) => {
    const fact = factOf(side, knowledge)
    const [standing] = fact === NO_FACT ? [] : knowledge.verdict().standingsOf(fact)
    return standing === undefined ? `  ${showStatement(side)}` : `  ${sentence(standing)}`
  })
  return {
    text: [conflict.text, ...sides, ...settlements([conflict], knowledge)].join('\n'),
    conflicts: [conflict],
    claims: conflict.claims,
  }
}

/** The cheapest ways out of the components that hold these conflicts. */
function settlements(conflicts: readonly Conflict[], knowledge: Knowledge): readonly string[] {
  const ids = new Set(conflicts.map(({ id }) => id))
  const components = knowledge.verdict().components.filter((component) => component.conflicts.some((id) => ids.has(id)))
  return components.map((component) => wayOut(component))
}

function wayOut({ forks, undecided, exact }: Component): string {
  const [best, next] = forks
  if (best === undefined) return 'no way out was found'
  const dropped = best.out.length === 0 ? 'keeping everything' : `giving up ${listed(best.out.map(showStatement))}`
  const sure = exact ? '' : ' (not all ways could be compared)'
  if (undecided && next !== undefined)
    return `undecided: ${dropped} weighs ${votes(best.cost)}, and there is another way that weighs no more${sure}`
  const other = next === undefined ? '' : `; the next weighs ${votes(next.cost)}`
  return `the lightest way out is ${dropped}, which weighs ${votes(best.cost)}${other}${sure}`
}

function explainClaim(id: ItemId, knowledge: Knowledge): Explanation {
  const { supports } = knowledge.claims
  const support = supports.find(id)
  if (support === NO_SUPPORT) return { text: `no claim ${id} is held`, conflicts: [], claims: [] }
  const fact = supports.factOf(support)
  if (supports.isWithdrawn(support))
    return { text: `${id} was taken back by ${supports.authorOf(support)}`, conflicts: [], claims: [] }
  if (!knowledge.isStatement(fact))
    return { text: `${id} undercuts another claim`, conflicts: conflictsNaming(id, knowledge), claims: [id] }
  const explanation = explainFact(fact, knowledge)
  const text = `${supports.authorOf(support)} claims that ${showStatement(knowledge.keys.statementOf(fact))}\n${explanation.text}`
  return { ...explanation, text, claims: [...new Set([id, ...explanation.claims])].sort() }
}

const conflictsIn = (knowledge: Knowledge): readonly Conflict[] =>
  knowledge.verdict().conflicts.map(({ conflict }) => conflict)

const conflictsNaming = (id: ItemId, knowledge: Knowledge): readonly Conflict[] =>
  conflictsIn(knowledge).filter(({ claims }) => claims.includes(id))
