/** Plans: rules compiled to joins in an order that the rule alone decides, so that the work counted is the same on every replica. */
import type { CompareOp } from '../../../frames/facet.ts'
import { variablesOf } from '../safety.ts'
import type { Atom, Rule, Term as RuleTerm } from '../rule.ts'
import { predKeyOf } from '../vocabulary.ts'
import type { Relation, Term, Universe } from './universe.ts'

/** A variable by its place in the binding (0 and up), or a constant as the complement of its number. */
export type Slot = number

/** An atom with slots. */
export interface Pattern {
  readonly relation: Relation
  readonly slots: readonly Slot[]
}

/** A comparison with slots. */
export interface Check {
  readonly op: CompareOp
  readonly left: Slot
  readonly right: Slot
}

/** One join step: match `pattern`, then test what is bound by now. */
export interface Step {
  readonly pattern: Pattern
  /** Place of the literal among the rule's positive ones: which rounds it sees depends on it. */
  readonly literal: number
  readonly checks: readonly Check[]
}

/** A rule, compiled. */
export interface Plan {
  readonly rule: Rule
  readonly head: Pattern
  readonly negatives: readonly Pattern[]
  /** Tests without a variable. */
  readonly before: readonly Check[]
  /** The join that begins with each positive literal; one empty join when there is none. */
  readonly joins: readonly (readonly Step[])[]
  readonly variables: number
}

/** Compiles a safe rule. */
export function planOf(rule: Rule, universe: Universe): Plan {
  const names = [...new Set(rule.body.flatMap(({ atom }) => variablesOf(atom.args)))]
  const slotOf = (term: RuleTerm): Slot => ('variable' in term ? names.indexOf(term.variable) : ~universe.term(term.constant))
  const patternOf = (atom: Atom): Pattern => {
    return { relation: universe.relation(predKeyOf(atom), atom.args.length), slots: atom.args.map(slotOf) }
  }
  const positives = rule.body.filter((literal) => !literal.not).map(({ atom }) => patternOf(atom))
  const checks = rule.compare.map(({ op, left, right }) => ({ op, left: slotOf(left), right: slotOf(right) }))
  const free = checks.filter(({ left, right }) => left >= 0 || right >= 0)
  return {
    rule,
    head: patternOf(rule.head as Atom),
    negatives: rule.body.filter((literal) => literal.not).map(({ atom }) => patternOf(atom)),
    before: checks.filter((check) => !free.includes(check)),
    joins: positives.length === 0 ? [[]] : positives.map((_pattern, first) => joinFrom(first, positives, free)),
    variables: names.length,
  }
}

/** Greedy: next comes the literal with the fewest positions still free, the earlier one of equals. */
function joinFrom(first: number, positives: readonly Pattern[], checks: readonly Check[]): readonly Step[] {
  const bound = new Set<Slot>()
  const waiting = new Set(checks)
  const left = positives.map((pattern, literal) => ({ pattern, literal }))
  const steps: Step[] = []
  const freeOf = ({ slots }: Pattern): number => slots.filter((slot) => slot >= 0 && !bound.has(slot)).length
  const best = (): (typeof left)[number] | undefined => {
    return left.toSorted((a, b) => freeOf(a.pattern) - freeOf(b.pattern) || a.literal - b.literal)[0]
  }
  for (let next = left[first]; next !== undefined; next = best()) {
    left.splice(left.indexOf(next), 1)
    for (const slot of next.pattern.slots) bound.add(slot)
    const ready = [...waiting].filter((check) => [check.left, check.right].every((slot) => slot < 0 || bound.has(slot)))
    for (const check of ready) waiting.delete(check)
    steps.push({ ...next, checks: ready })
  }
  return steps
}

/** What a slot is under a binding. */
export function termAt(slot: Slot, binding: readonly (Term | undefined)[]): Term | undefined {
  return slot < 0 ? ~slot : binding[slot]
}

