/** Ground: every instance of every clause over all that can be derived, found by trying everything again and again. */
import type { Facet } from '../../src/frames/facet.ts'
import { equalityIn, naming } from './equality.ts'
import { factKey, type Atom, type Clause, type Placed, type Term, type World } from './world.ts'

/** All of `body` together give `head`; nothing when the head is null. Facts by key. */
export interface Instance {
  readonly head: string | null
  readonly body: readonly string[]
  /** Facts of which none may hold for what it forbids. */
  readonly unless?: readonly string[]
}

/** The instances of a world whose leaves say `base`, with instances that are given already (claims that rest on others). */
export function groundOf(
  world: World,
  base: readonly Atom[],
  given: readonly { head: Atom | string; body: readonly string[] }[],
): Instance[] {
  const clauses = [...world.clauses, ...world.facets.flatMap(clausesOf), ...typeClauses(world)]
  const facts = new Map<string, Atom>(base.map((fact) => [factKey(fact), fact]))
  for (const { head } of given) if (typeof head !== 'string') facts.set(factKey(head), head)
  const instances = new Map<string, Instance>()
  const note = (instance: Instance): void => void instances.set(JSON.stringify(instance), instance)
  for (const { head, body } of given) note({ head: typeof head === 'string' ? head : factKey(head), body })
  for (let before = -1; before < instances.size + facts.size;) {
    before = instances.size + facts.size
    for (const clause of clauses) {
      for (const { head, body } of matches(clause, [...facts.values()])) {
        if (head !== null && !head.args[0].startsWith('@')) continue // only frames have slots
        if (head !== null) facts.set(factKey(head), head)
        note({ head: head === null ? null : factKey(head), body: body.map(factKey) })
      }
    }
    for (const { head, body } of [...equalityIn([...facts.values()]), ...naming(world, [...facts.values()])]) {
      if (head === null) continue
      facts.set(factKey(head), head)
      note({ head: factKey(head), body: body.map(factKey) })
    }
  }
  for (const { head, body, unless } of [...equalityIn([...facts.values()]), ...naming(world, [...facts.values()])])
    if (head === null) note({ head: null, body: body.map(factKey), unless: unless.map(factKey) })
  for (const broken of brokenIn(world, [...facts.values()])) note({ head: null, body: broken.map(factKey) })
  return [...instances.values()]
}

function matches({ head, body }: Clause, facts: readonly Atom[]): Clause[] {
  let bindings: { values: Record<string, Term>; used: Atom[] }[] = [{ values: {}, used: [] }]
  for (const pattern of body) {
    bindings = bindings.flatMap(({ values, used }) =>
      facts.flatMap((fact) => {
        const bound = unify(pattern, fact, values)
        return bound === null ? [] : [{ values: bound, used: [...used, fact] }]
      }),
    )
  }
  return bindings.map(({ values, used }) => ({ head: head === null ? null : fill(head, values), body: used }))
}

function unify(pattern: Atom, fact: Atom, values: Record<string, Term>): Record<string, Term> | null {
  if (pattern.slot !== fact.slot || pattern.not !== fact.not) return null
  const bound = { ...values }
  for (const at of [0, 1] as const) {
    const [wanted, has] = [pattern.args[at], fact.args[at]]
    if (!/^[A-Z]$/.test(wanted)) {
      if (wanted !== has) return null
    } else if ((bound[wanted] ??= has) !== has) return null
  }
  return bound
}

function fill({ slot, not, args }: Atom, values: Record<string, Term>): Atom {
  return { slot, not, args: [values[args[0]] ?? args[0], values[args[1]] ?? args[1]] }
}

const atom = (slot: string, a: Term, b: Term, not = false): Atom => ({ slot, not, args: [a, b] })
const isA = (frame: Term, type: string): Atom => atom('type', frame, JSON.stringify(type))

/** Facets that are rules in short. */
function clausesOf({ slot, type, facet }: Placed): Clause[] {
  const guard = type === null ? [] : [isA('X', type)]
  const rule = (head: Atom | null, ...body: Atom[]): Clause => ({ head, body: [...guard, ...body] })
  const own = (a: Term, b: Term, not = false): Atom => atom(slot, a, b, not)
  switch (facet.k) {
    case 'symmetric':
      return [false, true].flatMap((not) => [
        rule(own('Y', 'X', not), own('X', 'Y', not)),
        rule(own('X', 'Y', not), own('Y', 'X', not)),
      ])
    case 'inverse':
      return [false, true].flatMap((not) => {
        const other = atom(facet.of, 'Y', 'X', not)
        return [rule(other, own('X', 'Y', not)), rule(own('X', 'Y', not), other)]
      })
    case 'sub':
      return [rule(atom(facet.of, 'X', 'Y'), own('X', 'Y')), rule(own('X', 'Y', true), atom(facet.of, 'X', 'Y', true))]
    case 'transitive':
      return [rule(own('X', 'Z'), own('X', 'Y'), own('Y', 'Z')), ...(facet.acyclic === true ? [rule(null, own('X', 'X'))] : [])]
    case 'irreflexive':
      return [rule(null, own('X', 'X'))]
    case 'asymmetric':
      return [rule(null, own('X', 'Y'), own('Y', 'X'))]
    case 'range':
      return [rule(isA('Y', facet.type), own('X', 'Y'))]
    case 'domain':
      return [rule(isA('X', facet.type), own('X', 'Y'))]
    case 'disjointSlot':
      return facet.with.map((other) => rule(null, own('X', 'Y'), atom(other, 'X', 'Y')))
    default:
      return []
  }
}

function typeClauses({ types }: World): Clause[] {
  const not = (type: string): Atom => ({ ...isA('X', type), not: true })
  return types.flatMap(({ id, isa = [], disjoint = [] }) => [
    ...isa.flatMap((sup) => [
      { head: isA('X', sup), body: [isA('X', id)] },
      { head: not(id), body: [not(sup)] },
    ]),
    ...disjoint.map((other) => ({ head: null, body: [isA('X', id), isA('X', other)] })),
  ])
}

/** Sets of facts that break a law which is no clause: a fact and its negation, a value that is not allowed. */
function brokenIn({ facets }: World, facts: readonly Atom[]): Atom[][] {
  const keys = new Set(facts.map(factKey))
  const opposed = facts.filter((fact) => !fact.not && keys.has(factKey({ ...fact, not: true })))
  const broken = opposed.map((fact) => [fact, { ...fact, not: true }])
  for (const { slot, type, facet } of facets) {
    for (const frame of new Set(facts.map(({ args }) => args[0]))) {
      const guard = type === null ? [] : facts.filter((fact) => factKey(fact) === factKey(isA(frame, type)))
      if (type !== null && guard.length === 0) continue
      const values = facts.filter((fact) => fact.slot === slot && !fact.not && fact.args[0] === frame)
      for (const bad of badAmong(values, facet)) broken.push([...guard, ...bad])
    }
  }
  return broken
}

function badAmong(values: readonly Atom[], facet: Facet): Atom[][] {
  if (facet.k !== 'enum') return []
  return values.filter(({ args }) => !facet.values.some((value) => JSON.stringify(value) === args[1])).map((fact) => [fact])
}
