/** Spare: elements that are in one constraint alone, of which a repair takes no more than it must, and no dearer side than it must. */
import { costOf, type Costs } from './costs.ts'
import { counts, isGuarded, keep, OPEN, openIn, stands, type Work } from './work.ts'

/**
 * Of the elements that are in one constraint alone, a repair takes at most as many as it needs, and the cheapest; of such guards one. Those
 * that it would take together cost more or less than a guard: the dearer side stays.
 */
export function keepSpares(work: Work, costs: Costs): boolean {
  const rankIn = (element: number): number => costs.rank[work.part.ids[element]!]!
  let moved = false
  for (let constraint = 0; constraint < work.needs.length; constraint++) {
    if (!stands(work, constraint) || openIn(work, constraint) === work.needs[constraint] || !hasSpares(work, constraint)) continue
    const { own, guards } = ownOf(work, constraint, costs)
    const need = work.needs[constraint] ?? 0
    const last = need <= own.length ? rankIn(own[need - 1]!) : Infinity
    for (const element of own.splice(need)) if (rankIn(element) > last) moved = keepAlso(work, element)
    if (!isGuarded(work, constraint)) continue
    const cheapest = guards.own.length === 0 ? Infinity : rankIn(guards.own[0]!)
    for (const element of guards.own.splice(1)) if (rankIn(element) > cheapest) moved = keepAlso(work, element)
    moved = weighSides(work, constraint, { own, guards }, costs) || moved
  }
  return moved
}

/** Whether more elements are in the constraint alone than it needs, or a side of a group may stay: most constraints need no closer look. */
function hasSpares(work: Work, constraint: number): boolean {
  const { starts, flat } = work.part
  if (isGuarded(work, constraint)) return true
  let left = work.needs[constraint]!
  for (let at = starts[constraint]!; at < starts[constraint + 1]!; at++) {
    const element = flat[at]!
    if (work.degrees[element] !== 1 || work.state[element] !== OPEN) continue
    if (counts(work, constraint, work.part.guards[at]!) && left-- === 0) return true
  }
  return false
}

function keepAlso(work: Work, element: number): true {
  keep(work, element)
  return true
}

interface Sides {
  readonly own: readonly number[]
  readonly guards: { readonly own: readonly number[]; readonly cheapest: number }
}

function weighSides(work: Work, constraint: number, { own, guards }: Sides, costs: Costs): boolean {
  const { part } = work
  if (own.length < work.needs[constraint]!) return false
  const members = costOf(costs, own.map((element) => part.ids[element]!))
  const cost = (guard: number): bigint => costs.exact[part.ids[guard]!]!
  if (own.length === work.sizes[constraint] && cost(guards.cheapest) < members) return own.every((element) => keepAlso(work, element))
  return guards.own.some((guard) => members < cost(guard) && keepAlso(work, guard))
}

/** The open elements and guards that are in this constraint alone, cheapest first, and the cheapest guard of all, -1: none. */
function ownOf(work: Work, constraint: number, { rank }: Costs): { own: number[]; guards: { own: number[]; cheapest: number } } {
  const { part } = work
  const isGroup = isGuarded(work, constraint)
  const own: number[] = []
  const guards = { own: [] as number[], cheapest: -1 }
  const rankOf = (element: number): number => rank[part.ids[element]!]!
  for (let at = part.starts[constraint]!; at < part.starts[constraint + 1]!; at++) {
    const element = part.flat[at]!
    if (work.state[element] !== OPEN || !counts(work, constraint, part.guards[at]!)) continue
    const isGuard = isGroup && part.guards[at] === 1
    if (isGuard && (guards.cheapest < 0 || rankOf(element) < rankOf(guards.cheapest))) guards.cheapest = element
    if (work.degrees[element] === 1) (isGuard ? guards.own : own).push(element)
  }
  const byRank = (a: number, b: number): number => rankOf(a) - rankOf(b)
  own.sort(byRank)
  guards.own.sort(byRank)
  return { own, guards }
}
