/** Instances: whether what a step gives follows from what it uses by one rule of the law. */
import type { Statement } from '../../frames/statement.ts'
import { factOf } from '../explain/lookup.ts'
import { LEAF, NO_FACT } from '../store/facts.ts'
import type { Knowledge } from '../knowledge.ts'
import type { Scratch, Supposed } from './scratch.ts'

/**
 * Why `gives` is no instance of a rule from `used`, or undefined when it is one. Rules are the law's positive ones and the facets that
 * conclude; their conditions must be among `used`, but for relations, which no step can give: those may follow from `used` in any number
 * of rules.
 */
export function instanceFault(gives: Statement, used: readonly Statement[], scratch: Scratch): string | undefined {
  const supposed = used.map((statement, at): Supposed => ({ name: String(at), statement }))
  return scratch.during(supposed, (knowledge) => faultIn(gives, knowledge))
}

function faultIn(gives: Statement, knowledge: Knowledge): string | undefined {
  const { facts, closure, predicates, isStatement } = knowledge
  if (closure.isPartial(predicates.of(gives.slot, 2, gives.not))) return 'it has more consequences than the budget lets anybody look at'
  const fact = factOf(gives, knowledge)
  const proofs = fact === NO_FACT ? [] : closure.proofsOf(fact)
  const isInstance = proofs.some((body) => body.every((part) => facts.is(part, LEAF) || !isStatement(part)))
  if (isInstance) return undefined
  return proofs.length > 0 ? 'what it gives takes more than one rule from what it uses' : 'no rule gives this from what it uses'
}
