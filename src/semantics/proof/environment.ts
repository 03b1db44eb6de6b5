/** Environment: leaves that together prove something; sets of them are kept minimal. */
import type { Fact } from '../store/facts.ts'

/** Leaves, each once, in the order of their global keys. */
export type Environment = readonly Fact[]

/** The order of leaves by global key. */
export type Order = (a: Fact, b: Fact) => number

/** The union in order. */
export function union(left: Environment, right: Environment, order: Order): Environment {
  if (left.length === 0) return right
  if (right.length === 0) return left
  const merged: Fact[] = []
  let [i, j] = [0, 0]
  while (i < left.length && j < right.length) {
    const [a, b] = [left[i]!, right[j]!]
    const difference = order(a, b)
    merged.push(difference <= 0 ? a : b)
    if (difference <= 0) i++
    if (difference >= 0) j++
  }
  return [...merged, ...left.slice(i), ...right.slice(j)]
}

/** The union of many, in order; what each has alone is put in order once and not again with every further one. */
export function unionOf(environments: readonly Environment[], order: Order): Environment {
  const [first, second] = environments
  if (first === undefined || second === undefined) return first ?? []
  return environments.length === 2 ? union(first, second, order) : [...new Set(environments.flat())].sort(order)
}

/** Whether every leaf of `small` is in `large`, whatever their order. */
export function isWithin(small: readonly Fact[], large: readonly Fact[]): boolean {
  if (small.length > large.length) return false
  if (small.length * large.length <= SCANNED_MAX) return small.every((leaf) => large.includes(leaf))
  const held = new Set(large)
  return small.every((leaf) => held.has(leaf))
}

/** Steps up to which looking through beats making a set. */
const SCANNED_MAX = 256

/** Fewer leaves first, then leaf by leaf by global key. */
export function compare(a: Environment, b: Environment, order: Order): number {
  if (a.length !== b.length) return a.length - b.length
  for (let at = 0; at < a.length; at++) {
    const difference = order(a[at]!, b[at]!)
    if (difference !== 0) return difference
  }
  return 0
}
