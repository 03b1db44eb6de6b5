/** Compile: a whole law, types, facets and rules, as clauses, groups and obligations. */
import type { CompareOp, Facet, Law } from '../../frames/facet.ts'
import type { Value } from '../../frames/value.ts'
import type { Rule, Term as RuleTerm, Atom } from '../rules/rule.ts'
import type { Predicates } from '../store/predicates.ts'
import type { Terms } from '../store/terms.ts'
import { BUILT_IN_SLOTS, createBuilder, STEP, THING, TYPE, UNDERCUT, X, type Builder, type Place } from './build.ts'
import { variable, type Arg, type Compiled, type Pattern, type Test } from './clause.ts'
import { denyFacet, type Manner } from './deny.ts'
import { inferEquality, inferFacet, inferThing } from './infer.ts'
import { compileTypes, emptyTypes } from './types.ts'
import { holds } from '../rules/compare.ts'
import { said } from './words.ts'

/** What a law is compiled from. */
export interface LawParts {
  readonly law: Law
  /** Rules of layer A: positive conclusions and denials. */
  readonly rules: readonly Rule[]
  readonly slots: ReadonlySet<string>
}

/** The clauses, groups and obligations of a law. */
export function compileLaw({ law, rules, slots }: LawParts, terms: Terms, predicates: Predicates): Compiled {
  const build = createBuilder(terms, predicates)
  const all = [...new Set([...BUILT_IN_SLOTS, ...slots])].sort()
  compileTypes(law, build)
  for (const [place, facets] of placesOf(law)) {
    const manner = mannerOf(law, place, facets)
    for (const facet of facets) {
      inferFacet(facet, place, build)
      denyFacet(facet, place, manner, build)
    }
  }
  inferEquality(all, build)
  for (const rule of rules) compileRule(rule, build, predicates)
  if (asksForThing(law, rules) && !emptyTypes(law).has(THING)) inferThing(all, build)
  denyUndercut(build, predicates)
  return build.done()
}

/** Every list of facets with where it stands; slots of Thing stand under no type. */
export function placesOf(law: Law): readonly (readonly [Place, readonly Facet[]])[] {
  const places: (readonly [Place, readonly Facet[]])[] = []
  for (const [slot, facets] of Object.entries(law.slots)) places.push([{ slot, type: undefined }, facets])
  for (const { id, slots = {} } of law.types) {
    for (const [slot, facets] of Object.entries(slots)) places.push([{ slot, type: id }, facets])
  }
  return places
}

/** A facet list's own word on names and measures, else that of the slot, else the policy's. */
function mannerOf(law: Law, { slot }: Place, facets: readonly Facet[]): Manner {
  const lists = [facets, law.slots[slot] ?? []]
  const una = lists.flatMap((list) => list.filter((facet) => facet.k === 'una'))[0]
  const tolerance = lists.flatMap((list) => list.filter((facet) => facet.k === 'tolerance'))[0]
  const transitive = lists.some((list) => list.some(({ k }) => k === 'transitive'))
  return { una: una === undefined ? law.policy.una : una.on, tolerance, transitive }
}

/** A claim and what undercuts it: one of the two goes (R11). The step is the leaf, so that giving up a premise is no answer. */
function denyUndercut(build: Builder, predicates: Predicates): void {
  const body = [STEP, UNDERCUT].map((name): Pattern => ({ pred: predicates.of(name, 1), args: [X] }))
  build.deny({
    key: '["undercut"]',
    body,
    by: { builtin: 'undercut' },
    why: 'a claim that is undercut cannot count together with what undercuts it',
  })
}

function compileRule(rule: Rule, build: Builder, predicates: Predicates): void {
  const variables = new Map<string, number>()
  const argOf = (term: RuleTerm): Arg => {
    if ('constant' in term) return build.term(term.constant)
    const at = variables.get(term.variable) ?? variables.size
    variables.set(term.variable, at)
    return variable(at)
  }
  const patternOf = ({ pred, args, negative }: Atom): Pattern => {
    const isType = pred === TYPE && args.length === 2
    return {
      pred: predicates.of(pred, args.length, negative),
      args: args.map((term, at) => argOf(isType && at === 1 ? typeTerm(term) : term)),
    }
  }
  const body = rule.body.map(({ atom }) => patternOf(atom))
  const tests = rule.compare.map(({ op, left, right }) => comparison(op, argOf(left), argOf(right), build))
  const head = rule.head === null ? null : patternOf(rule.head)
  const price = rule.soft === null ? null : BigInt(rule.soft) * PRICE_PER_MILLE
  build.add({
    key: rule.id,
    head,
    body,
    tests,
    variables: variables.size,
    price,
    by: { rule: rule.text },
    say: (statements) => `${rule.text}: ${said(statements)}`,
  })
}

/** A soft denial of 1000 permille weighs as much as one full vote. */
const PRICE_PER_MILLE = 1_000n

/** A type is named by a string, also where a rule names it as a frame. */
function typeTerm(term: RuleTerm): RuleTerm {
  return 'constant' in term ? { constant: typeValue(term.constant) } : term
}

/** The one spelling of a type's name as a value. */
export function typeValue(value: Value): Value {
  return typeof value === 'object' && 'ref' in value ? value.ref : value
}

function comparison(op: CompareOp, left: Arg, right: Arg, build: Builder): Test {
  const { terms } = build
  const termIn = (arg: Arg, binding: Int32Array): number => (arg > 0 ? arg : binding[-arg - 1]!)
  const variables = [left, right].filter((arg) => arg < 0).map((arg) => -arg - 1)
  if (op === '=') return { variables, passes: (binding) => termIn(left, binding) === termIn(right, binding) }
  if (op === '!=') return { variables, passes: (binding) => termIn(left, binding) !== termIn(right, binding) }
  return {
    variables,
    passes: (binding) => holds(op, terms.valueOf(termIn(left, binding)), terms.valueOf(termIn(right, binding))),
  }
}

/** Whether anything in the law reads `type(X, "Thing")`. */
function asksForThing(law: Law, rules: readonly Rule[]): boolean {
  const inRules = rules.some(({ body }) =>
    body.some(
      ({ atom }) =>
        atom.pred === TYPE && atom.args.some((arg) => 'constant' in arg && typeValue(arg.constant) === THING),
    ),
  )
  const inTypes = law.types.some(
    ({ id, isa = [], equivalent = [], disjoint = [], complement = [] }) =>
      [...equivalent, ...disjoint, ...complement].includes(THING) ||
      (id === THING && isa.length + equivalent.length + disjoint.length > 0),
  )
  return inRules || inTypes || placesOf(law).some(([, facets]) => facets.some(({ k }) => k === 'reflexive'))
}
