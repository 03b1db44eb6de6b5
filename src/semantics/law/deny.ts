/** Deny: facets that forbid, as denials and native groups; and those that oblige, judged only in a closed world. */
import type { Facet } from '../../frames/facet.ts'
import type { Broken } from '../judgement.ts'
import { NO_TERM, type Term } from '../store/terms.ts'
import { broken, SAME_AS, X, Y, Z, type Builder, type Place } from './build.ts'
import { variable, type Arg, type Pattern, type Test } from './clause.ts'
import { isDifferent } from './infer.ts'
import { holds } from '../rules/compare.ts'
import { isApart, valueTestOf, type Tolerance } from './values.ts'
import { slotOf } from './words.ts'

/** What the other facets of a place say about how values are told apart. */
export interface Manner {
  /** Distinct names are distinct things. */
  readonly una: boolean
  readonly tolerance: Tolerance | undefined
  /** The slot is transitive for every frame of the place, so whatever comes back to a frame along edges is said of it and itself. */
  readonly transitive: boolean
}

/** Writes what `facet` forbids at `place`; facets of another sort write nothing. */
export function denyFacet(facet: Facet, place: Place, manner: Manner, build: Builder): void {
  const pred = build.slot(place.slot)
  const guard = build.guard(place)
  const by = broken(facet.k, place)
  const name = slotOf(place.slot, place.type)
  const key = JSON.stringify(['facet', facet, place.slot, place.type ?? null])
  const deny = (body: readonly Pattern[], why: string, tests: readonly Test[] = []): void =>
    build.deny({ key, body: [...guard, ...body], tests, by, why })
  switch (facet.k) {
    case 'atMost':
      return denyMany(facet.n, facet.of, { place, manner, key: keyIn(manner, facet, place) }, build)
    case 'asymmetric':
      if (manner.transitive) return build.denyCycles(place, { key, by, why: `${name} is never mutual` })
      return deny(
        [
          { pred, args: [X, Y] },
          { pred, args: [Y, X] },
        ],
        `${name} is never mutual`,
      )
    case 'irreflexive':
      if (manner.transitive)
        return build.denyCycles(place, { key, by, why: `${name} never holds of a frame and itself` })
      return deny([{ pred, args: [X, X] }], `${name} never holds of a frame and itself`)
    case 'transitive':
      return facet.acyclic === true ? build.denyCycles(place, { key, by, why: `${name} has no cycles` }) : undefined
    case 'disjointSlot':
      for (const other of facet.with) {
        const body = [...guard, { pred, args: [X, Y] }, { pred: build.slot(other), args: [X, Y] }]
        build.deny({ key: `${key}${other}`, body, by, why: `${name} and ${other} share no value` })
      }
      return undefined
    case 'compare': {
      const fails: Test = testOn(build, Y, Z, (left, right) => !holds(facet.op, left, right))
      return deny(
        [
          { pred, args: [X, Y] },
          { pred: build.slot(facet.slot), args: [X, Z] },
        ],
        `${name} must be ${facet.op} ${facet.slot}`,
        [fails],
      )
    }
    case 'inverseFunctional':
      return denyTwins([place.slot], by, { place, manner, key }, build)
    case 'key':
      return denyTwins(facet.slots, by, { place, manner, key }, build)
    default:
      return denyValue(facet, place, key, build)
  }
}

/** A facet on single values: each value that fails it is a conflict of its own. */
function denyValue(facet: Facet, place: Place, key: string, build: Builder): void {
  const test = valueTestOf(facet)
  if (test === undefined) return obligeFacet(facet, place, key, build)
  const fails: Test = { variables: [1], passes: (binding) => !test.allows(build.terms.valueOf(binding[1]!)) }
  build.deny({
    key,
    body: [...build.guard(place), { pred: build.slot(place.slot), args: [X, Y] }],
    tests: [fails],
    by: broken(facet.k, place),
    why: `${slotOf(place.slot, place.type)} must be ${test.demand}`,
  })
}

/** What is forbidden also depends on how values are told apart; where names and values do that, it goes without saying. */
function keyIn(manner: Manner, facet: Facet, { slot, type }: Place): string {
  const { una, tolerance = null } = manner
  return JSON.stringify(['facet', facet, slot, type ?? null, ...(una && tolerance === null ? [] : [una, tolerance])])
}

interface Context {
  readonly place: Place
  readonly manner: Manner
  readonly key: string
}

/** More than n values. Where names are unique, and among literals, a group; measured values and names that may be one, choice by choice. */
function denyMany(n: number, of: string | undefined, { place, manner, key }: Context, build: Builder): void {
  const pred = build.slot(place.slot)
  const guard: Term = place.type === undefined || place.type === 'Thing' ? NO_TERM : build.term(place.type)
  const by = broken('atMost', place)
  const ofTerm = of === undefined || of === 'Thing' ? NO_TERM : build.term(of)
  const count = (value: Arg): Pattern[] => (of === undefined || of === 'Thing' ? [] : [build.isA(value, of)])
  const { tolerance, una } = manner
  const values = Array.from({ length: n + 1 }, (_, at) => variable(at + 1))
  const body = [...build.guard(place), ...values.flatMap((value) => [{ pred, args: [X, value] }, ...count(value)])]
  const why = `${slotOf(place.slot, place.type)} has at most ${n === 1 ? 'one value' : `${n} values`}`
  if (tolerance === undefined) build.group({ key, pred, n, guard, of: ofTerm, literals: !una, by })
  else build.deny({ key, body, tests: apartEach(build, values, tolerance, una), by, why })
  if (una) return
  if (n === 1)
    build.conclude(`${key}same`, { pred: build.slot(SAME_AS), args: [Y, Z] }, body, [
      isKind(build, Y, true),
      isKind(build, Z, true),
      isDifferent(Y, Z),
    ])
  // One value too many is one thing under two names there: what differs clashes with that.
  const framesMax = n === 1 ? 1 : values.length
  for (let frames = tolerance === undefined ? 1 : 2; frames <= framesMax; frames++) {
    const [named, literals] = [values.slice(0, frames), values.slice(frames)]
    const different = pairsOf(named).map(([a, b]): Pattern => ({ pred: build.slot('differentFrom'), args: [a, b] }))
    const kinds = [...named.map((arg) => isKind(build, arg, true)), ...literals.map((arg) => isKind(build, arg, false))]
    const tests = [...kinds, ...apartEach(build, literals, tolerance, una), ...inOrder(named)]
    build.deny({ key: `${key}with${frames}`, body: [...body, ...different], tests, by, why })
  }
}

/** Each from each, and each choice once. Without unique names two frames are never known to be apart by looking at them. */
function apartEach(build: Builder, values: readonly Arg[], tolerance: Tolerance | undefined, una: boolean): Test[] {
  const apart = pairsOf(values).map(([a, b]) =>
    testOn(
      build,
      a,
      b,
      (left, right) =>
        (una || !isReference(left) || !isReference(right)) &&
        (tolerance === undefined ? holds('!=', left, right) : isApart(left, right, tolerance)),
    ),
  )
  return [...apart, ...inOrder(values)]
}

/** Takes a choice of interchangeable values in one of its orders: local numbers will do, since only the set is reported. */
function inOrder(values: readonly Arg[]): Test[] {
  return values.slice(1).map((next, at): Test => {
    const [left, right] = [-values[at]! - 1, -next - 1]
    return { variables: [left, right], passes: (binding) => binding[left]! < binding[right]! }
  })
}

function pairsOf(values: readonly Arg[]): (readonly [Arg, Arg])[] {
  return values.flatMap((a, at) => values.slice(at + 1).map((b) => [a, b] as const))
}

function isKind(build: Builder, arg: Arg, frame: boolean): Test {
  return testOn(build, arg, arg, (value) => isReference(value) === frame)
}

/** Two frames with the same values in all key slots: one thing under two names, or a conflict. */
function denyTwins(slots: readonly string[], by: Broken, { place, manner, key }: Context, build: Builder): void {
  const [left, right] = [X, Y]
  const guards = [...build.guard(place, left), ...build.guard(place, right)]
  const shared = slots.flatMap((slot, at): Pattern[] => {
    const value = variable(at + 2)
    return [
      { pred: build.slot(slot), args: [left, value] },
      { pred: build.slot(slot), args: [right, value] },
    ]
  })
  const body = [...shared, ...guards]
  if (!manner.una)
    return build.conclude(key, { pred: build.slot(SAME_AS), args: [left, right] }, body, [isDifferent(left, right)])
  const why = `no two frames share ${slots.join(' and ')}${place.type === undefined ? '' : ` among ${place.type}s`}`
  build.deny({ key, body, tests: inOrder([left, right]), twins: true, by, why })
}

function testOn(
  build: Builder,
  a: Arg,
  b: Arg,
  passes: (left: ReturnType<Builder['terms']['valueOf']>, right: ReturnType<Builder['terms']['valueOf']>) => boolean,
): Test {
  const [left, right] = [-a - 1, -b - 1]
  const { terms } = build
  return {
    variables: [left, right],
    passes: (binding) => passes(terms.valueOf(binding[left]!), terms.valueOf(binding[right]!)),
  }
}

function isReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'ref' in value
}

/** Facets that ask for what may still come. */
function obligeFacet(facet: Facet, place: Place, key: string, build: Builder): void {
  const guard: Term = place.type === undefined || place.type === 'Thing' ? NO_TERM : build.term(place.type)
  const base = { key, slot: place.slot, guard, n: 0, of: NO_TERM, value: NO_TERM, other: '' }
  if (facet.k === 'atLeast')
    build.oblige({ ...base, kind: 'atLeast', n: facet.n, of: facet.of === undefined ? NO_TERM : build.term(facet.of) })
  if (facet.k === 'hasValue') build.oblige({ ...base, kind: 'hasValue', value: build.term(facet.value) })
  if (facet.k === 'sameValues') build.oblige({ ...base, kind: 'sameValues', other: facet.slot })
  if (facet.k === 'instanceOf') build.oblige({ ...base, kind: 'instanceOf', of: build.term(facet.type) })
}
