/** Says: facts in a few words, as a person reads them. */
import { showStatement } from '../../frames/statement.ts'
import { NO_SUPPORT } from '../claims/supports.ts'
import type { Broken } from '../judgement.ts'
import type { Knowledge } from '../knowledge.ts'
import { DIFFERENT_FROM, SAME_AS, THING, TYPE } from '../law/build.ts'
import { slotOf } from '../law/words.ts'
import { printAtom } from '../rules/print.ts'
import type { Fact } from '../store/facts.ts'
import { isNegative } from '../store/predicates.ts'
import { partOf } from './lookup.ts'

/** `d1.state = "open"`, `d1.state = "open" as c2 says it`, `the undercut of c2`, or an atom of a relation. */
export function saysOf(fact: Fact, knowledge: Knowledge): string {
  const { keys, facts, predicates, isStatement, claims } = knowledge
  const part = partOf(fact, knowledge)
  if (part?.kind === 'undercut') return `the undercut of ${part.id}`
  if (part !== undefined) {
    const support = claims.supports.find(part.id)
    const said = support === NO_SUPPORT ? undefined : claims.supports.factOf(support)
    return said === undefined ? `claim ${part.id}` : `${saysOf(said, knowledge)} as ${part.id} says it`
  }
  if (isStatement(fact)) return showStatement(keys.statementOf(fact))
  const pred = facts.predOf(fact)
  const args = keys.argsOf(fact).map((constant) => ({ constant }))
  return printAtom({ pred: predicates.nameOf(pred), args, negative: isNegative(pred) })
}

/** A law as what is broken is named: what facets and types conclude is told apart by their keys, which hold the names. */
export function lawNamed(law: Broken): Broken {
  const [sort, name, slot, type] = keyParts(law)
  if (sort !== 'facet' || typeof name !== 'string' || typeof slot !== 'string') return law
  return typeof type === 'string' ? { facet: name, slot, type } : { facet: name, slot }
}

/** A law in words, to follow "by": `the rule "..."`, `the facet transitive of partOf`. */
export function lawWords(law: Broken): string {
  if ('rule' in law) return `the rule "${law.rule}"`
  if ('facet' in law) return `the facet ${law.facet} of ${slotOf(law.slot, law.type)}`
  const [sort, name, sub, sup] = keyParts(law)
  if (sort === TYPE && name === 'isa') return `every ${String(sub)} being a ${String(sup)}`
  if (sort === TYPE && name === 'not isa')
    return `every ${String(sub)} being a ${String(sup)}, so that what is no ${String(sup)} is no ${String(sub)}`
  if (sort === TYPE && name === 'complement') return `what is no ${String(sup)} being a ${String(sub)}`
  if (sort === THING) return 'everything being a Thing'
  return sort === SAME_AS || sort === DIFFERENT_FROM ? 'what equality means' : `what ${law.builtin} means`
}

/** The parts of a built-in law's key; the key itself where it is a plain word. */
function keyParts(law: Broken): readonly unknown[] {
  if (!('builtin' in law)) return []
  const list = /^\[.*\]/s.exec(law.builtin)?.[0]
  return list === undefined ? [law.builtin] : (JSON.parse(list) as readonly unknown[])
}
