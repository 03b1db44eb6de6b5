/** Predicates of a rule set: a name with its sign and number of arguments, because `p/1`, `p/2` and `-p/1` are three relations. */
import type { Atom, Rule } from './rule.ts'

/** Like `state/2` or `-state/2`. */
export type PredKey = string & { readonly __pred: true }

/** The key of the predicate that an atom speaks of. */
export function predKeyOf({ pred, args, negative }: Atom): PredKey {
  return predKey(pred, args.length, negative)
}

/** The key of `pred` with `arity` arguments, explicitly negated or not. */
export function predKey(pred: string, arity: number, negative = false): PredKey {
  return `${negative ? '-' : ''}${pred}/${arity}` as PredKey
}

/** Whether two atoms can be one: same predicate and no position with two different constants. Variables are taken apart. */
export function mayMeet(a: Atom, b: Atom): boolean {
  if (a.pred !== b.pred || a.negative !== b.negative || a.args.length !== b.args.length) return false
  return a.args.every((term, index) => {
    const other = b.args[index]
    if (other === undefined || 'variable' in term || 'variable' in other) return true
    return JSON.stringify(term.constant) === JSON.stringify(other.constant)
  })
}

/** Whether a rule uses default negation. */
export function usesNot(rule: Rule): boolean {
  return rule.body.some((literal) => literal.not)
}
