/** Infer: facets that conclude further statements, as clauses. They never reject. */
import type { Facet } from '../../frames/facet.ts'
import { DIFFERENT_FROM, SAME_AS, THING, TYPE, X, Y, Z, type Builder, type Place } from './build.ts'
import type { Pattern, Test } from './clause.ts'

/** Writes the conclusions of `facet` at `place`; facets of another sort write nothing. */
export function inferFacet(facet: Facet, place: Place, build: Builder): void {
  const { slot } = place
  const pred = build.slot(slot)
  const key = (...parts: readonly string[]): string =>
    JSON.stringify(['facet', facet.k, slot, place.type ?? null, ...parts])
  switch (facet.k) {
    case 'domain':
      return build.conclude(key(facet.type), build.isA(X, facet.type), [...build.guard(place), { pred, args: [X, Y] }])
    case 'range':
      return build.conclude(key(facet.type), build.isA(Y, facet.type), [...build.guard(place), { pred, args: [X, Y] }])
    case 'symmetric':
      return turnAround(key(), place, slot, build)
    case 'inverse':
      return turnAround(key(facet.of), place, facet.of, build)
    case 'sub':
      return carryOver(key(facet.of), place, slot, facet.of, build)
    case 'equivalent':
      carryOver(key(facet.of), place, slot, facet.of, build)
      return carryOver(key(facet.of, 'back'), place, facet.of, slot, build)
    case 'transitive':
      return build.conclude(key(), { pred, args: [X, Z] }, [
        ...build.guard(place),
        { pred, args: [X, Y] },
        { pred, args: [Y, Z], edge: true },
      ])
    case 'reflexive':
      return build.conclude(key(), { pred, args: [X, X] }, [build.isA(X, place.type ?? THING)])
    default:
      return undefined
  }
}

/** `of(Y, X) :- slot(X, Y)`, the way back, and the same for explicit negation. */
function turnAround(key: string, place: Place, of: string, build: Builder): void {
  for (const negative of [false, true]) {
    const own: Pattern = { pred: build.slot(place.slot, negative), args: [X, Y] }
    const other: Pattern = { pred: build.slot(of, negative), args: [Y, X] }
    build.conclude(`${key}${negative ? '-' : '+'}`, other, [...build.guard(place), own])
    build.conclude(`${key}${negative ? '-' : '+'}back`, own, [...build.guard(place), other])
  }
}

/** `sup(X, Y) :- sub(X, Y)`, and what is not in `sup` is not in `sub`. */
function carryOver(key: string, place: Place, sub: string, sup: string, build: Builder): void {
  const pattern = (slot: string, negative: boolean): Pattern => ({ pred: build.slot(slot, negative), args: [X, Y] })
  build.conclude(`${key}+`, pattern(sup, false), [...build.guard(place), pattern(sub, false)])
  build.conclude(`${key}-`, pattern(sub, true), [...build.guard(place), pattern(sup, true)])
}

/** Equals may stand for each other: `sameAs` is symmetric and transitive, and every statement carries over. */
export function inferEquality(slots: Iterable<string>, build: Builder): void {
  const same = (a: number, b: number): Pattern => ({ pred: build.slot(SAME_AS), args: [a, b] })
  const key = (...parts: readonly string[]): string => JSON.stringify([SAME_AS, ...parts])
  build.conclude(key('symmetric'), same(Y, X), [same(X, Y)])
  build.conclude(key('transitive'), same(X, Z), [same(X, Y), same(Y, Z)], [isDifferent(X, Z)])
  const different = (a: number, b: number): Pattern => ({ pred: build.slot(DIFFERENT_FROM), args: [a, b] })
  build.conclude(JSON.stringify([DIFFERENT_FROM, 'symmetric']), different(Y, X), [different(X, Y)])
  build.deny({
    key: key('different'),
    body: [same(X, Y), different(X, Y)],
    by: { builtin: SAME_AS },
    why: 'two frames cannot be the same and different',
  })
  build.deny({
    key: key('self'),
    body: [different(X, X)],
    by: { builtin: DIFFERENT_FROM },
    why: 'no frame differs from itself',
  })
  build.deny({
    key: key('other'),
    body: [{ pred: build.slot(SAME_AS, true), args: [X, X] }],
    by: { builtin: SAME_AS },
    why: 'every frame is the same as itself',
  })
  for (const slot of slots) {
    if (slot === SAME_AS) continue
    for (const negative of [false, true]) {
      const pred = build.slot(slot, negative)
      const apart = slot === DIFFERENT_FROM && !negative
      build.conclude(
        key('frame', slot, String(negative)),
        { pred, args: [Z, Y] },
        [same(X, Z), { pred, args: [X, Y] }],
        apart ? [isDifferent(Z, Y)] : [],
      )
      if (slot === TYPE) continue
      build.conclude(
        key('value', slot, String(negative)),
        { pred, args: [X, Z] },
        [same(Y, Z), { pred, args: [X, Y] }],
        apart ? [isDifferent(X, Z)] : [],
      )
    }
  }
}

/** Passes when two arguments are not one term. */
export function isDifferent(a: number, b: number): Test {
  const [left, right] = [-a - 1, -b - 1]
  return { variables: [left, right], passes: (binding) => binding[left] !== binding[right] }
}

/** Every frame that a statement speaks of is a Thing; written only where the law asks. */
export function inferThing(slots: Iterable<string>, build: Builder): void {
  for (const slot of slots) {
    for (const negative of [false, true]) {
      const body: Pattern[] = [{ pred: build.slot(slot, negative), args: [X, Y] }]
      build.conclude(JSON.stringify([THING, 'frame', slot, negative]), build.isA(X, THING), body)
      if (slot !== TYPE) build.conclude(JSON.stringify([THING, 'value', slot, negative]), build.isA(Y, THING), body)
    }
  }
}
