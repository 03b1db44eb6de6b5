/** Alone: a part with one constraint, however large: sorting tells where its elements stand, and which repairs are cheapest. */
import { createHeap } from '../proof/heap.ts'
import { compareLists } from './drafts.ts'
import type { Part } from './part.ts'
import type { Kept } from './problem.ts'

/**
 * How many of the minimal repairs of least weight keep each local element of `part`, which has one constraint; `weights` by local element.
 * A repair is either one guard or as many of the others as are needed: nothing else is minimal.
 */
export function standAlone(part: Part, weights: readonly bigint[]): Kept[] {
  const need = part.needs[0]!
  const isGuard = new Uint8Array(weights.length)
  part.flat.forEach((element, at) => (isGuard[element] = part.guards[at]!))
  const guards = weights.filter((_, element) => isGuard[element] === 1)
  const others = weights.filter((_, element) => isGuard[element] === 0).sort(compare)
  const sum = others.length < need ? undefined : others.slice(0, need).reduce((total, weight) => total + weight, 0n)
  const least = [...guards, ...(sum === undefined ? [] : [sum])].sort(compare)[0]!
  const cheapest = guards.filter((weight) => weight === least).length
  const last = sum === least ? others[need - 1]! : -1n
  const isForced = cheapest === 0 && others[need] !== last
  return weights.map((weight, element): Kept => {
    if (isGuard[element] === 1) return weight > least ? 'all' : cheapest === 1 && last < 0n ? 'none' : 'some'
    if (weight > last) return 'all'
    return cheapest === 0 && (weight < last || isForced) ? 'none' : 'some'
  })
}

/** Minimal repairs of a part with one constraint, in local elements, cheapest first; `costs` by local element. */
export function* repairsAlone(part: Part, costs: readonly bigint[]): Generator<readonly number[], undefined> {
  const byCost = (a: number, b: number): number => compare(costs[a]!, costs[b]!)
  const guards = Array.from(part.flat.filter((_, at) => part.guards[at] === 1)).sort(byCost)
  const others = Array.from(part.flat.filter((_, at) => part.guards[at] === 0)).sort(byCost)
  const sums = sumsOf(others, part.needs[0]!, costs)
  let group = sums.next()
  for (const guard of guards) {
    for (; group.value !== undefined && group.value.cost <= costs[guard]!; group = sums.next()) yield group.value.gone
    yield [guard]
  }
  for (; group.value !== undefined; group = sums.next()) yield group.value.gone
}

interface Sum {
  readonly cost: bigint
  /** Places in `sorted` of the last elements, ascending; those before are the first of all. */
  readonly moved: readonly number[]
}

/** The ways to take `size` of `sorted` by their sum: each follows from a cheaper one by moving one element to the next place. */
function* sumsOf(
  sorted: readonly number[],
  size: number,
  costs: readonly bigint[],
): Generator<{ readonly gone: readonly number[]; readonly cost: bigint }, undefined> {
  if (sorted.length < size) return
  const costAt = (place: number): bigint => costs[sorted[place]!]!
  const heap = createHeap<Sum>((a, b) => compare(a.cost, b.cost) || compareLists(a.moved, b.moved))
  const seen = new Set<string>()
  const offer = (cost: bigint, moved: readonly number[]): void => {
    const key = moved.join()
    if (seen.has(key)) return
    seen.add(key)
    heap.push({ cost, moved })
  }
  offer(sorted.slice(0, size).reduce((sum, element) => sum + costs[element]!, 0n), [])
  for (let sum = heap.pop(); sum !== undefined; sum = heap.pop()) {
    const { cost, moved } = sum
    const fixed = size - moved.length
    yield { cost, gone: [...sorted.slice(0, fixed), ...moved.map((place) => sorted[place]!)] }
    const all = fixed > 0 ? [fixed - 1, ...moved] : moved
    all.forEach((place, at) => {
      if (place + 1 >= (all[at + 1] ?? sorted.length)) return
      const next = all.with(at, place + 1)
      offer(cost + costAt(place + 1) - costAt(place), fixed > 0 && at > 0 ? next.slice(1) : next)
    })
  }
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
