/** Types: the hierarchy as clauses, and the types that can have no members. */
import type { Facet, Law, TypeDef } from '../../frames/facet.ts'
import { kindOf, showValue, valueKey } from '../../frames/value.ts'
import { NOTHING, SAME_AS, THING, TYPE, X, type Builder } from './build.ts'
import type { Pattern } from './clause.ts'
import { valueTestOf } from './values.ts'

/** `type(X, sub)` gives `type(X, super)`; equivalence is both ways. */
export function typeEdges(types: readonly TypeDef[]): readonly (readonly [sub: string, sup: string])[] {
  return types.flatMap(({ id, isa = [], equivalent = [] }) => [
    ...isa.map((sup) => [id, sup] as const),
    ...equivalent.flatMap((other) => [[id, other] as const, [other, id] as const]),
  ])
}

/** Pairs of types that share no member, each once, smaller name first; what one type calls disjoint and another a complement is that. */
export function disjointPairs(
  types: readonly TypeDef[],
): readonly (readonly [string, string, 'disjoint' | 'complement'])[] {
  const pairs = new Map<string, readonly [string, string, 'disjoint' | 'complement']>()
  for (const { id, disjoint = [], complement = [] } of types) {
    for (const [others, kind] of [
      [complement, 'complement'],
      [disjoint, 'disjoint'],
    ] as const) {
      for (const other of others) {
        const [a, b] = id < other ? [id, other] : [other, id]
        const key = JSON.stringify([a, b])
        if (kind === 'complement' || !pairs.has(key)) pairs.set(key, [a, b, kind])
      }
    }
  }
  return [...pairs.values()]
}

/** Writes the hierarchy. Negative membership flows the other way, since a complement can turn it into a positive one. */
export function compileTypes(law: Law, build: Builder): void {
  const not = (type: string): Pattern => ({ pred: build.slot(TYPE, true), args: [X, build.term(type)] })
  for (const [sub, sup] of typeEdges(law.types)) {
    if (sup === THING || sub === NOTHING || sub === sup) continue
    build.conclude(key('isa', sub, sup), build.isA(X, sup), [build.isA(X, sub)])
    if (sup !== NOTHING) build.conclude(key('not isa', sub, sup), not(sub), [not(sup)])
  }
  for (const [a, b, kind] of disjointPairs(law.types)) {
    const by = { facet: kind, slot: TYPE, type: a }
    build.deny({
      key: key('disjoint', a, b),
      body: [build.isA(X, a), build.isA(X, b)],
      by,
      why: `nothing is both a ${a} and a ${b}`,
    })
  }
  for (const { id, complement = [] } of law.types) {
    for (const other of complement) {
      build.conclude(key('complement', id, other), build.isA(X, other), [not(id)])
      build.conclude(key('complement', other, id), build.isA(X, id), [not(other)])
    }
  }
  const nothing = { builtin: NOTHING }
  build.deny({ key: key('nothing'), body: [build.isA(X, NOTHING)], by: nothing, why: 'nothing is of the type Nothing' })
  build.deny({ key: key('thing'), body: [not(THING)], by: { builtin: THING }, why: 'every frame is a Thing' })
  compileEmptyTypes(law, build)
}

const key = (...parts: readonly string[]): string => JSON.stringify(['type', ...parts])

/** A member of an empty type breaks the law by itself. Types below an empty one need no denial: their members are its members. */
function compileEmptyTypes(law: Law, build: Builder): void {
  const empty = emptyTypes(law)
  const supers = supersIn(law)
  for (const [type, why] of empty) {
    if (type === THING) build.paradox({ by: { builtin: THING }, text: `Thing cannot have members: ${why}` })
    else if (
      why !== '' &&
      ![...supers(type)].some((sup) => sup !== type && !supers(sup).has(type) && (empty.get(sup) ?? '') !== '')
    ) {
      const by = { facet: 'empty', slot: TYPE, type }
      build.deny({ key: key('empty', type), body: [build.isA(X, type)], by, why: `a ${type} cannot be: ${why}` })
    }
  }
}

/** Every type with those above it, itself included; the types of every frame (Thing and what it is equivalent to) are above all. */
export function supersIn(law: Law): (type: string) => ReadonlySet<string> {
  const above = new Map<string, string[]>()
  for (const [sub, sup] of typeEdges(law.types)) above.set(sub, [...(above.get(sub) ?? []), sup])
  const known = new Map<string, ReadonlySet<string>>()
  return (type) => {
    const held = known.get(type)
    if (held !== undefined) return held
    const reached = new Set([type, THING])
    for (const next of reached) for (const sup of above.get(next) ?? []) reached.add(sup)
    known.set(type, reached)
    return reached
  }
}

/** Types that can have no members -> why; an empty reason where the hierarchy alone already makes each member a conflict. */
export function emptyTypes(law: Law): ReadonlyMap<string, string> {
  const supers = supersIn(law)
  const names = new Set([THING, NOTHING, ...law.types.map(({ id }) => id), ...typeEdges(law.types).flat()])
  const pairs = disjointPairs(law.types)
  const empty = new Map<string, string>([[NOTHING, '']])
  for (let grew = true; grew;) {
    grew = false
    for (const type of names) {
      if (empty.has(type)) continue
      const above = supers(type)
      const inherited = [...above].some((sup) => empty.has(sup))
      const torn = pairs.some(([a, b]) => above.has(a) && above.has(b))
      const why =
        inherited || torn ? (type === THING ? 'it is both something and nothing' : '') : unmetNeed(law, above, empty)
      if (why === undefined) continue
      empty.set(type, why)
      grew = true
    }
  }
  return empty
}

/** Why no frame can meet what the facets of these types need at once. */
function unmetNeed(law: Law, types: ReadonlySet<string>, empty: ReadonlyMap<string, string>): string | undefined {
  for (const [slot, facets] of facetsOf(law, types)) {
    if (slot === SAME_AS) continue
    const least = facets.reduce((n, facet) => Math.max(n, needed(facet)), distinctNeeds(facets))
    if (least === 0) continue
    const most = facets.reduce(
      (n, facet) => (facet.k === 'atMost' && facet.of === undefined ? Math.min(n, facet.n) : n),
      Infinity,
    )
    if (least > most) return `${slot} needs at least ${least} values and may have at most ${most}`
    const barren = facets.find((facet) => valueType(facet) !== undefined && empty.has(valueType(facet) ?? ''))
    if (barren !== undefined) return `${slot} needs a value of the type ${valueType(barren)}, which has no members`
    const refused = refusedNeed(facets)
    if (refused !== undefined) return `${slot} needs ${refused}`
  }
  return undefined
}

/** So many values are needed by name: literals differ, while references may turn out to be one thing. */
function distinctNeeds(facets: readonly Facet[]): number {
  const values = facets.flatMap((facet) => (facet.k === 'hasValue' ? [facet.value] : []))
  return new Set(values.map((value) => (kindOf(value) === 'ref' ? 'ref' : valueKey(value)))).size
}

/** A needed value that another facet forbids. */
function refusedNeed(facets: readonly Facet[]): string | undefined {
  const tests = facets.map(valueTestOf).filter((test) => test !== undefined)
  for (const facet of facets) {
    const test = facet.k === 'hasValue' ? tests.find(({ allows }) => !allows(facet.value)) : undefined
    if (facet.k === 'hasValue' && test !== undefined) return `${showValue(facet.value)} and must be ${test.demand}`
  }
  return undefined
}

function needed(facet: Facet): number {
  if (facet.k === 'hasValue') return 1
  return facet.k === 'atLeast' ? facet.n : 0
}

/** The type that every value of the slot, or every needed one, must have. */
function valueType(facet: Facet): string | undefined {
  if (facet.k === 'range' || facet.k === 'instanceOf') return facet.type
  return facet.k === 'atLeast' && facet.n > 0 ? facet.of : undefined
}

function facetsOf(law: Law, types: ReadonlySet<string>): Map<string, Facet[]> {
  const bySlot = new Map<string, Facet[]>()
  const sources = [law.slots, ...law.types.filter(({ id }) => types.has(id)).map(({ slots = {} }) => slots)]
  for (const slots of sources) {
    for (const [slot, facets] of Object.entries(slots)) bySlot.set(slot, [...(bySlot.get(slot) ?? []), ...facets])
  }
  return bySlot
}
