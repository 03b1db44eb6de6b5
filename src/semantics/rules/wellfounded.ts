/** Well-founded model: what rules with `not` conclude from facts; a paradox is neither true nor false, and work is bounded in steps. */
import { assert } from '../../base/assert.ts'
import type { Value } from '../../frames/value.ts'
import type { Fact, Facts } from './facts.ts'
import type { RuleComponent } from './program.ts'
import type { Atom, Rule } from './rule.ts'
import { settle } from './views/alternate.ts'
import { withoutAnyone } from './views/anyone.ts'
import { createBudget } from './views/budget.ts'
import { createFactLoader, type FactLoader } from './views/load.ts'
import { addGround, emptyGround, groundInto } from './views/ground.ts'
import { planOf } from './views/plan.ts'
import { createUniverse, TRUE, UNDEFINED, type AtomId, type Relation, type Universe } from './views/universe.ts'
import { predKey, predKeyOf, type PredKey } from './vocabulary.ts'

/** How an atom stands: `undefined` is a paradox or rests on what is open, `unknown` was not decided within the budget. */
export type Truth = 'true' | 'false' | 'undefined' | 'unknown'

/** A conclusion of the rules that is not false. */
export interface Conclusion extends Fact {
  readonly pred: string
  readonly negative: boolean
}

/** The model: the given facts together with what the rules conclude. It can be asked like facts, so that models stack. */
export interface Model extends Facts {
  isUnknown(pred: string, negative: boolean, arity: number): boolean
  /** How a ground atom stands. */
  truthOf(atom: Atom): Truth
  /** What the predicates that rules conclude hold, given facts of these predicates included; in no meaningful order. */
  conclusions(): Iterable<Conclusion>
  /** Predicates cut for want of budget, or that read such a one; sorted. */
  readonly unknown: readonly PredKey[]
}

/**
 * The well-founded model of `components` (bottom up, as a {@link Program} has them) over `facts`. A component one of whose predicates has
 * more than `perRule` ground instances, or that takes more steps than these would, is unknown, with everything above it.
 */
export function wellFounded(components: readonly RuleComponent[], facts: Facts, perRule: number): Model {
  const universe = createUniverse()
  const loader = createFactLoader(universe, facts)
  const unknown = new Set<PredKey>()
  const concluded = new Map<PredKey, Atom>()
  for (const { rules } of components) {
    for (const head of headsOf(rules)) {
      assert(!concluded.has(predKeyOf(head)), 'a predicate is concluded by one component')
    }
    for (const head of headsOf(rules)) concluded.set(predKeyOf(head), head)
    if (!evaluate(rules, { universe, loader, facts, unknown, perRule })) {
      for (const head of headsOf(rules)) unknown.add(predKeyOf(head))
    }
  }
  return modelOf(universe, facts, concluded, unknown)
}

function headsOf(rules: readonly Rule[]): readonly Atom[] {
  return rules.flatMap(({ head }) => head ?? [])
}

interface Setting {
  readonly universe: Universe
  readonly loader: FactLoader
  readonly facts: Facts
  readonly unknown: ReadonlySet<PredKey>
  readonly perRule: number
}

/** Evaluates one component; false when it is unknown. */
function evaluate(written: readonly Rule[], { universe, loader, facts, unknown, perRule }: Setting): boolean {
  const atoms = [...headsOf(written), ...written.flatMap(({ body }) => body.map(({ atom }) => atom))]
  const isCut = (atom: Atom): boolean => {
    return unknown.has(predKeyOf(atom)) || facts.isUnknown?.(atom.pred, atom.negative, atom.args.length) === true
  }
  if (atoms.some(isCut)) return false
  const rules = withoutAnyone(written)
  const plans = rules.map((rule) => planOf(rule, universe))
  const own = new Set<Relation>(plans.map(({ head }) => head.relation))
  const program = emptyGround()
  for (const head of headsOf(written)) loader.loadOwn(head, (atom, literals) => addGround(program, atom, literals))
  for (const { body } of written) for (const { atom } of body) loader.load(atom)
  const budget = createBudget(perRule)
  groundInto(program, plans, own, universe, budget)
  if (!budget.isOver()) settle(program, universe, budget)
  return !budget.isOver()
}

function modelOf(universe: Universe, facts: Facts, concluded: ReadonlyMap<PredKey, Atom>, unknown: ReadonlySet<PredKey>): Model {
  const isUnknown = (pred: string, negative: boolean, arity: number): boolean => {
    return unknown.has(predKey(pred, arity, negative)) || facts.isUnknown?.(pred, negative, arity) === true
  }
  const factOf = (atom: AtomId): Fact => ({
    args: universe.argsOf(atom).map((term) => universe.value(term)),
    certain: universe.statusOf(atom) === TRUE,
  })
  const match = (pred: string, negative: boolean, args: readonly (Value | undefined)[]): Iterable<Fact> => {
    const key = predKey(pred, args.length, negative)
    if (!concluded.has(key) || unknown.has(key)) return facts.match(pred, negative, args)
    const bound = args.map((value) => (value === undefined ? undefined : universe.term(value)))
    const held = universe.candidates(universe.relation(key, args.length), bound)
    return held.filter((atom) => universe.statusOf(atom) >= UNDEFINED).map(factOf)
  }
  return {
    match,
    isUnknown,
    unknown: [...unknown].sort(),
    truthOf: ({ pred, negative, args }) => {
      const [fact] = match(pred, negative, args.map((term) => ('constant' in term ? term.constant : undefined)))
      if (fact?.certain === true) return 'true'
      if (isUnknown(pred, negative, args.length)) return 'unknown'
      return fact === undefined ? 'false' : 'undefined'
    },
    *conclusions() {
      for (const [key, { pred, negative, args }] of concluded) {
        if (unknown.has(key)) continue
        for (const fact of match(pred, negative, args.map(() => undefined))) yield { pred, negative, ...fact }
      }
    },
  }
}
