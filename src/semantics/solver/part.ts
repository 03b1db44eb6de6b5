/** Part: what is left to decide of an instance, in flat arrays; never changed once made. */
import type { Constraint, Instance } from './instance.ts'

/**
 * Local elements are numbered in the order of their instance numbers; constraint `c` covers `flat` from `starts[c]` to `starts[c + 1]`. An
 * element that goes gives its constraints 1 each, as a guard of one all that it needs.
 */
export interface Part {
  /** Local element -> element of the instance, ascending. */
  readonly ids: Int32Array
  readonly starts: Int32Array
  /** Local elements: of each constraint those that count, ascending, then its guards, ascending. */
  readonly flat: Int32Array
  /** Along `flat`: 1 for a guard. A constraint that needs 1 has none: there is no difference. */
  readonly guards: Uint8Array
  /** How many of a constraint's elements must still go: at least 1. */
  readonly needs: Int32Array
  /** Multipliers of an earlier bound, a start for the next one; all zero at first. */
  readonly duals: Float64Array
}

/** The whole instance as one part: elements in no constraint are left out. */
export function wholePart(instance: Instance): Part {
  return partOf(instance.constraints)
}

/** A part of these constraints over instance elements. */
export function partOf(constraints: readonly Constraint[]): Part {
  const ids = Int32Array.from(new Set(constraints.flatMap(({ elements, guards }) => [...elements, ...guards]))).sort()
  const localOf = new Map<number, number>()
  ids.forEach((id, local) => localOf.set(id, local))
  const starts = new Int32Array(constraints.length + 1)
  constraints.forEach((constraint, at) => (starts[at + 1] = starts[at]! + constraint.elements.length + constraint.guards.length))
  const flat = new Int32Array(starts.at(-1)!)
  const guards = new Uint8Array(flat.length)
  let at = 0
  for (const constraint of constraints) {
    for (const element of constraint.elements) flat[at++] = localOf.get(element)!
    for (const element of constraint.guards) {
      guards[at] = 1
      flat[at++] = localOf.get(element)!
    }
  }
  const needs = Int32Array.from(constraints, ({ need }) => need)
  return { ids, starts, flat, guards, needs, duals: new Float64Array(constraints.length) }
}

/** The same, seen from the elements: element `e` is in the constraints of `flat` from `starts[e]` to `starts[e + 1]`, ascending. */
export interface Places {
  readonly starts: Int32Array
  readonly flat: Int32Array
  /** Along `flat`: 1 where the element is a guard. */
  readonly guards: Uint8Array
}

/** The places of each element of `part`. */
export function placesOf(part: Part): Places {
  const starts = new Int32Array(part.ids.length + 1)
  for (let at = 0; at < part.flat.length; at++) starts[part.flat[at]! + 1]!++
  for (let element = 0; element < part.ids.length; element++) starts[element + 1]! += starts[element]!
  const next = starts.slice(0, part.ids.length)
  const flat = new Int32Array(part.flat.length)
  const guards = new Uint8Array(part.flat.length)
  for (let constraint = 0; constraint < part.needs.length; constraint++) {
    for (let at = part.starts[constraint]!; at < part.starts[constraint + 1]!; at++) {
      const place = next[part.flat[at]!]!++
      flat[place] = constraint
      guards[place] = part.guards[at]!
    }
  }
  return { starts, flat, guards }
}

/** What the element at a place gives to the constraint there by going. */
export function giftAt(part: Part, places: Places, place: number): number {
  return places.guards[place] === 1 ? part.needs[places.flat[place]!]! : 1
}

/** 0, 1, 2 and so on: `count` numbers. */
export function firstNumbers(count: number): Int32Array {
  const numbers = new Int32Array(count)
  for (let at = 1; at < count; at++) numbers[at] = at
  return numbers
}

/** The rounded cost of each local element. */
export function costsIn(part: Part, rounded: Float64Array): Float64Array {
  const costs = new Float64Array(part.ids.length)
  for (let element = 0; element < costs.length; element++) costs[element] = rounded[part.ids[element]!]!
  return costs
}
