/** Costs: what each element costs, exactly as a bigint and rounded down as a number for the arithmetic of bounds. */
import type { Member } from './problem.ts'
import { TIE_BITS, tiesOf } from './tie.ts'

/**
 * An exact cost is `weight / scale * unit + tie`: what all weights are multiples of is divided out, since small numbers round less. The
 * sum of the rounded costs of a set never exceeds its rounded exact cost, so a bound over rounded costs may prune: rounding costs
 * strength, never truth. They are integers as large as sums in `bound.ts` can be safe.
 */
export interface Costs {
  readonly exact: readonly bigint[]
  readonly rounded: Float64Array
  /** `rounded = exact << up`; negative: `exact >> -up`. */
  readonly up: number
  readonly unit: bigint
  /** Every weight and price is a multiple of this. */
  readonly scale: bigint
  /** Place of each element in the order by exact cost, then element number; without ties equal costs share a place. */
  readonly rank: Int32Array
}

/** Bits by which a unit is above all ties together, so that a bound a little above a weight is seen to mean the next one. */
const SPARE_BITS = 3
/** Bits of the largest sums in bounds. */
const SAFE_BITS = 51

/** What costs are made from. */
export interface Priced {
  /** Id of the problem: ties depend on it. */
  readonly id: string
  readonly members: readonly Member[]
  readonly prices: readonly bigint[]
  /** Elements of all constraints together: bounds sum up as many costs. */
  readonly entries: number
}

/** Costs by weight, then tie; payments cost their price and have no tie. */
export function compositeCosts({ id, members, prices, entries }: Priced): Costs {
  const unit = 1n << BigInt(TIE_BITS + bitsOf(BigInt(members.length + 1)) + SPARE_BITS)
  const ties = tiesOf(id, members.map(({ key }) => key))
  const weights = [...members.map(({ weight }) => weight), ...prices]
  const scale = weights.reduce(greatestDivisor, 0n) || 1n
  const exact = weights.map((weight, at) => (weight / scale) * unit + BigInt(ties[at] ?? 0))
  return costsFrom({ exact, unit, scale }, entries)
}

/** The same weights without ties, for questions about weight alone. */
export function plainCosts({ exact, unit, scale }: Costs, entries: number): Costs {
  return costsFrom({ exact: exact.map((cost) => cost / unit), unit: 1n, scale }, entries)
}

/** An exact cost without ties, as `plainCosts` counts. */
export function withoutTies(costs: Costs, cost: bigint): bigint {
  return cost / costs.unit
}

/** The weight in an exact cost. */
export function weightIn(costs: Costs, cost: bigint): bigint {
  return (cost / costs.unit) * costs.scale
}

/** The least exact cost that a set from `count` elements with this rounded lower bound can have. */
export function liftBound({ up, unit }: Costs, low: number, count: number): bigint {
  const bound = up < 0 ? BigInt(low) << BigInt(-up) : (BigInt(low) + (1n << BigInt(up)) - 1n) >> BigInt(up)
  const over = bound % unit
  // What is over the last whole unit must be ties, or else the weight is the next one.
  return over > BigInt(count) << BigInt(TIE_BITS) ? bound - over + unit : bound
}

/** The largest rounded lower bound that a set of at most this exact cost can have. */
export function roundLimit({ up }: Costs, limit: bigint): number {
  return limit < 0n ? -1 : Number(scaleBy(limit, up))
}

function scaleBy(cost: bigint, up: number): bigint {
  return up < 0 ? cost >> BigInt(-up) : cost << BigInt(up)
}

/** The exact cost of a set of elements. */
export function costOf(costs: Costs, elements: Iterable<number>): bigint {
  let sum = 0n
  for (const element of elements) sum += costs.exact[element]!
  return sum
}

function costsFrom({ exact, unit, scale }: Pick<Costs, 'exact' | 'unit' | 'scale'>, entries: number): Costs {
  const largest = exact.reduce((most, cost) => (cost > most ? cost : most), 0n)
  const up = SAFE_BITS - bitsOf(largest) - bitsOf(BigInt(entries + exact.length + 1))
  const rounded = Float64Array.from(exact, (cost) => Number(scaleBy(cost, up)))
  return { exact, rounded, up, unit, scale, rank: rankOf(exact, rounded, unit === 1n) }
}

function rankOf(exact: readonly bigint[], rounded: Float64Array, isShared: boolean): Int32Array {
  const order = Array.from(rounded.keys()).sort((a, b) => {
    const difference = rounded[a]! - rounded[b]!
    if (difference !== 0) return difference
    return exact[a] === exact[b] ? a - b : exact[a]! < exact[b]! ? -1 : 1
  })
  const rank = new Int32Array(order.length)
  order.forEach((element, place) => {
    const before = order[place - 1]
    rank[element] = isShared && before !== undefined && exact[before] === exact[element] ? rank[before]! : place
  })
  return rank
}

function bitsOf(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}
