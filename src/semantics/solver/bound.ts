/** Bound: an integer lower bound on what any repair of a part costs, by Lagrangian multipliers, and what it says about each element. */
import type { Part } from './part.ts'

/**
 * For any multipliers `y >= 0` the sum of `need * y` over constraints plus, over elements, the negative reduced costs, is a lower
 * bound; looking for good ones is a matter of strength alone. Every number is an integer below 2^53 and every rounding a floor, so
 * all machines agree.
 */
export interface Bound {
  readonly low: number
  /** Reduced cost by element: to take one that the bound keeps adds it, to keep one that it takes (negative) adds the magnitude. */
  readonly reduced: Float64Array
  readonly duals: Float64Array
}

/** Iterations without progress before the step is halved. */
const PATIENCE = 20
/** Entries that all iterations together may look at: a part of 100,000 entries has 50. */
const ENTRIES_MAX = 5_000_000
/** Halvings before the search for multipliers ends. */
const HALVINGS_MAX = 6

/** The best bound found in `rounds` iterations; ends early once it is above `limit`. */
export function boundOf(part: Part, costs: Float64Array, limit: number, rounds: number): Bound {
  const duals = part.duals.slice()
  const reduced = reducedBy(part, costs, duals)
  // A start from nothing only: it would undo what an earlier bound found out.
  if (duals.every((dual) => dual === 0)) climb(part, duals, reduced)
  // Written over again and again: a copy for each step forward would be most of what a search allocates.
  const best = { low: valueOf(part, duals, reduced), reduced: reduced.slice(), duals: duals.slice() }
  let value = best.low
  const slopes = new Float64Array(duals.length)
  let stale = 0
  let halvings = 0
  const most = Math.min(rounds, Math.floor(ENTRIES_MAX / Math.max(1, part.flat.length)))
  for (let round = 0; round < most && best.low <= limit && halvings <= HALVINGS_MAX; round++) {
    const norm = slopesOf(part, reduced, duals, slopes)
    if (norm === 0) break
    const gap = Math.max(1, Math.min(limit, best.low * 2 + 1) * 1.01 - value)
    stepAlong(part, { duals, reduced, slopes }, gap / norm / 2 ** halvings)
    value = valueOf(part, duals, reduced)
    if (value > best.low) {
      best.low = value
      best.reduced.set(reduced)
      best.duals.set(duals)
      stale = 0
    } else if (++stale === PATIENCE) {
      stale = 0
      halvings++
      duals.set(best.duals)
      reduced.set(best.reduced)
      value = best.low
    }
  }
  return best
}

/** Coordinate ascent: each multiplier in turn to where the bound is highest, the others as they are. */
function climb(part: Part, duals: Float64Array, reduced: Float64Array): void {
  const { starts, flat, needs } = part
  for (let constraint = 0; constraint < needs.length; constraint++) {
    const old = duals[constraint]!
    const from = starts[constraint]!
    const to = starts[constraint + 1]!
    const target = Math.max(0, needs[constraint] === 1 ? leastOf(part, reduced, from, to) + old : turnOf(part, reduced, constraint, old))
    if (target === old) continue
    duals[constraint] = target
    for (let at = from; at < to; at++) reduced[flat[at]!]! -= (target - old) * giftIn(part, constraint, at)
  }
}

/** What the element at `at` of `flat` gives to its constraint by going. */
function giftIn(part: Part, constraint: number, at: number): number {
  return part.guards[at] === 1 ? part.needs[constraint]! : 1
}

function leastOf(part: Part, reduced: Float64Array, from: number, to: number): number {
  let least = Infinity
  for (let at = from; at < to; at++) least = Math.min(least, reduced[part.flat[at]!]!)
  return least
}

/** Where raising the multiplier of a group ends to help: its needed cheapest elements, or a guard, are paid for. */
function turnOf(part: Part, reduced: Float64Array, constraint: number, old: number): number {
  const need = part.needs[constraint]!
  const counted: number[] = []
  let least = Infinity
  for (let at = part.starts[constraint]!; at < part.starts[constraint + 1]!; at++) {
    const cost = reduced[part.flat[at]!]!
    if (part.guards[at] === 1) least = Math.min(least, Math.floor(cost / need) + old)
    else counted.push(cost)
  }
  return counted.length < need ? least : Math.min(least, Float64Array.from(counted).sort()[need - 1]! + old)
}

function reducedBy(part: Part, costs: Float64Array, duals: Float64Array): Float64Array {
  const reduced = costs.slice()
  const { starts, flat } = part
  for (let constraint = 0; constraint < duals.length; constraint++) {
    const dual = duals[constraint]!
    if (dual === 0) continue
    for (let at = starts[constraint]!; at < starts[constraint + 1]!; at++) {
      reduced[flat[at]!]! -= dual * giftIn(part, constraint, at)
    }
  }
  return reduced
}

function valueOf(part: Part, duals: Float64Array, reduced: Float64Array): number {
  let value = 0
  for (let constraint = 0; constraint < duals.length; constraint++) value += part.needs[constraint]! * duals[constraint]!
  for (let element = 0; element < reduced.length; element++) {
    const cost = reduced[element]!
    if (cost < 0) value += cost
  }
  return value
}

/** How much each constraint lacks when exactly the elements of negative reduced cost go; returns the sum of squares. */
function slopesOf(part: Part, reduced: Float64Array, duals: Float64Array, slopes: Float64Array): number {
  const { starts, flat, guards, needs } = part
  let norm = 0
  for (let constraint = 0; constraint < needs.length; constraint++) {
    const need = needs[constraint]!
    let slope = need
    for (let at = starts[constraint]!; at < starts[constraint + 1]!; at++) {
      if (reduced[flat[at]!]! < 0) slope -= guards[at] === 1 ? need : 1
    }
    if (slope < 0 && duals[constraint] === 0) slope = 0
    slopes[constraint] = slope
    norm += slope * slope
  }
  return norm
}

/** Moves the multipliers, and the reduced costs with those that moved. */
function stepAlong(
  part: Part,
  { duals, reduced, slopes }: { readonly duals: Float64Array; readonly reduced: Float64Array; readonly slopes: Float64Array },
  size: number,
): void {
  const { starts, flat, guards, needs } = part
  for (let constraint = 0; constraint < duals.length; constraint++) {
    const slope = slopes[constraint]!
    if (slope === 0) continue
    const old = duals[constraint]!
    const dual = Math.max(0, Math.floor(old + slope * size))
    if (dual === old) continue
    duals[constraint] = dual
    const more = dual - old
    for (let at = starts[constraint]!; at < starts[constraint + 1]!; at++) {
      reduced[flat[at]!]! -= guards[at] === 1 ? more * needs[constraint]! : more
    }
  }
}
