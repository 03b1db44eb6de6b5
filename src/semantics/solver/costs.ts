/** Costs: what each element costs, exactly as a bigint and rounded down as a number for the arithmetic of bounds. */
import type { Member } from './problem.ts'
import { TIE_BITS, tiesOf } from './tie.ts'

/**
 * An exact cost is `weight * unit + tie`. The sum of the rounded costs of a set never exceeds its rounded exact cost, so a bound
 * over rounded costs may prune: rounding costs strength, never truth. They are integers so small that every sum in `bound.ts` is safe.
 */
export interface Costs {
  readonly exact: readonly bigint[]
  readonly rounded: Float64Array
  /** `rounded = exact >> shift`. */
  readonly shift: bigint
  readonly unit: bigint
  /** Every weight is a multiple of this, so a bound may be lifted to the next one; 0n when all weights are 0. */
  readonly step: bigint
  /** Place of each element in the order by exact cost, then element number. */
  readonly rank: Int32Array
}

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
  const unit = 1n << BigInt(TIE_BITS + bitsOf(BigInt(members.length + 1)))
  const ties = tiesOf(id, members.map(({ key }) => key))
  const exact = [...members.map(({ weight }, at) => weight * unit + BigInt(ties[at]!)), ...prices.map((price) => price * unit)]
  return costsFrom(exact, unit, entries)
}

/** The same weights without ties, for questions about weight alone. */
export function plainCosts(costs: Costs, entries: number): Costs {
  return costsFrom(costs.exact.map((cost) => cost / costs.unit), 1n, entries)
}

/** The weight, without ties, in an exact cost. */
export function weightIn(costs: Costs, cost: bigint): bigint {
  return cost / costs.unit
}

/** The largest exact cost that a set with this rounded lower bound may be assumed to have at least, lifted to the next possible weight. */
export function liftBound(costs: Costs, low: number): bigint {
  const bound = BigInt(low) << costs.shift
  const stride = costs.step * costs.unit
  if (stride === 0n) return bound
  const below = bound - (bound % stride)
  // Ties of a whole repair stay below one unit: a bound further above a possible weight than that means the next weight.
  return bound - below < costs.unit ? bound : below + stride
}

/** The largest rounded lower bound that a set of at most this exact cost can have. */
export function roundLimit(costs: Costs, limit: bigint): number {
  return limit < 0n ? -1 : Number(limit >> costs.shift)
}

/** The exact cost of a set of elements. */
export function costOf(costs: Costs, elements: Iterable<number>): bigint {
  let sum = 0n
  for (const element of elements) sum += costs.exact[element]!
  return sum
}

function costsFrom(exact: readonly bigint[], unit: bigint, entries: number): Costs {
  let largest = 0n
  let step = 0n
  for (const cost of exact) {
    if (cost > largest) largest = cost
    step = greatestDivisor(step, cost / unit)
  }
  const shift = Math.max(0, bitsOf(largest) + bitsOf(BigInt(entries + exact.length + 1)) - 51)
  const rounded = Float64Array.from(exact, (cost) => Number(cost >> BigInt(shift)))
  return { exact, rounded, shift: BigInt(shift), unit, step, rank: rankOf(exact, rounded) }
}

function rankOf(exact: readonly bigint[], rounded: Float64Array): Int32Array {
  const order = Array.from(rounded.keys()).sort((a, b) => {
    const difference = rounded[a]! - rounded[b]!
    if (difference !== 0) return difference
    return exact[a] === exact[b] ? a - b : exact[a]! < exact[b]! ? -1 : 1
  })
  const rank = new Int32Array(order.length)
  order.forEach((element, place) => (rank[element] = place))
  return rank
}

function bitsOf(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}
