/** Keys: the global names of facts, by which everything that is reported is ordered and hashed; local numbers never are. */
import { sha256Hex } from '../../base/hash.ts'
import { statementKey, type Statement } from '../../frames/statement.ts'
import { valueKey, type Value } from '../../frames/value.ts'
import type { Fact, Facts } from './facts.ts'
import { isNegative, type Predicates } from './predicates.ts'
import type { Terms } from './terms.ts'

/** The global names of facts. */
export interface Keys {
  /** SHA-256 (hexadecimal) of what the fact says: the same on every node. */
  of(fact: Fact): string
  /** The values of a fact's arguments. */
  argsOf(fact: Fact): readonly Value[]
  /** The statement of a fact about a slot. */
  statementOf(fact: Fact): Statement
}

/** Keys of facts. */
export function createKeys(facts: Facts, terms: Terms, predicates: Predicates): Keys {
  const known = new Map<Fact, string>()
  const argsOf = (fact: Fact): Value[] => {
    const arity = predicates.arityOf(facts.predOf(fact))
    return Array.from({ length: arity }, (_, at) => terms.valueOf(facts.argOf(fact, at, arity)))
  }
  const statementOf = (fact: Fact): Statement => {
    const pred = facts.predOf(fact)
    const frame = terms.valueOf(facts.aOf(fact)) as { ref: string }
    return {
      frame: frame.ref,
      slot: predicates.nameOf(pred),
      value: terms.valueOf(facts.bOf(fact)),
      not: isNegative(pred),
    }
  }
  const textOf = (fact: Fact): string => {
    const pred = facts.predOf(fact)
    if (predicates.arityOf(pred) === 2 && terms.isFrame(facts.aOf(fact))) return statementKey(statementOf(fact))
    return `${predicates.nameOf(pred)}${isNegative(pred) ? '-' : '+'}[${argsOf(fact).map(valueKey).join()}]`
  }
  return {
    argsOf,
    statementOf,
    of(fact) {
      const held = known.get(fact)
      if (held !== undefined) return held
      const key = sha256Hex(textOf(fact))
      known.set(fact, key)
      return key
    },
  }
}
