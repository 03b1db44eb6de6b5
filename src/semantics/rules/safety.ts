/** Safety: each variable of a rule is bound by a positive literal of its body, so that a rule speaks only of what was said. */
import type { Rule, Term } from './rule.ts'

/**
 * The variables that nothing binds, in the order of the text; none for a safe rule. An anonymous variable under `not` is bound by its
 * place: `not p(X, _)` says that there is no `p(X, ...)` at all.
 */
export function unboundVariables(rule: Rule): readonly string[] {
  const inBody = (not: boolean): readonly string[] => {
    return rule.body.flatMap((literal) => (literal.not === not ? variablesOf(literal.atom.args) : []))
  }
  const bound = new Set(inBody(false))
  const negated = inBody(true).filter((name) => !name.startsWith('_'))
  const compared = rule.compare.flatMap(({ left, right }) => variablesOf([left, right]))
  const wanted = [...variablesOf(rule.head?.args ?? []), ...negated, ...compared]
  return [...new Set(wanted.filter((name) => !bound.has(name)))].map((name) => (name.startsWith('_') ? '_' : name))
}

/** Names of the variables among `terms`, repetitions kept. */
export function variablesOf(terms: readonly Term[]): readonly string[] {
  return terms.flatMap((term) => ('variable' in term ? [term.variable] : []))
}
