/** "No one at all": `not p(X, _)` rewritten with a relation of its own, so that evaluation meets only literals whose terms are bound. */
import { ruleOf } from '../identify.ts'
import type { Atom, Literal, Rule, Term } from '../rule.ts'
import { predKeyOf, type PredKey } from '../vocabulary.ts'

/** Begins the names of added relations; no predicate that is written can hold it. */
const MARK = '\u0000'

/** Replaces `not p(X, _)` by `not q(X)` with `q(X) :- p(X, _)`, one `q` for each predicate and set of places. */
export function withoutAnyone(rules: readonly Rule[]): readonly Rule[] {
  const projections = new Map<PredKey, Rule>()
  const literalOf = (literal: Literal): Literal => {
    if (!literal.not || !literal.atom.args.some(isAnonymous)) return literal
    const projection = projectionOf(literal.atom)
    const kept = literal.atom.args.filter((term) => !isAnonymous(term))
    const atom: Atom = { pred: projection.pred, args: kept, negative: false }
    projections.set(predKeyOf(atom), projection.rule)
    return { atom, not: true }
  }
  const rewritten = rules.map((rule) => ({ ...rule, body: rule.body.map(literalOf) }))
  return [...rewritten, ...projections.values()]
}

function isAnonymous(term: Term): boolean {
  return 'variable' in term && term.variable.startsWith('_')
}

function projectionOf(atom: Atom): { readonly pred: string; readonly rule: Rule } {
  const places = atom.args.map((term) => (isAnonymous(term) ? '_' : 'x')).join('')
  const pred = `${MARK}${predKeyOf(atom)} ${places}`
  const args = atom.args.map((term, index): Term => ({ variable: isAnonymous(term) ? `_${index}` : `X${index}` }))
  const head: Atom = { pred, args: args.filter((term) => !isAnonymous(term)), negative: false }
  return { pred, rule: ruleOf({ head, body: [{ atom: { ...atom, args }, not: false }], compare: [], soft: null, text: pred }) }
}
