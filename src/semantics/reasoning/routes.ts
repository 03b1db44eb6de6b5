/** Routes: how many ways to a goal are independent: the fewest leaf premises without which no trace of it is left (M4). */
import { sha256Hex } from '../../base/hash.ts'
import type { ItemId } from '../../frames/item.ts'
import type { Support } from '../claims/supports.ts'
import type { Knowledge } from '../knowledge.ts'
import { solve } from '../solver/solve.ts'
import { meaningKey } from './scratch.ts'

/** How many routes there are; where the budget ran out, `count` is how many there are at least. */
export interface Routes {
  readonly count: number
  readonly exact: boolean
}

/** The least number of leaves that has one of each set, in at most `nodes` steps of search. No set is empty; none: no routes. */
export function routesThrough(leafSets: readonly ReadonlySet<string>[], nodes: number): Routes {
  const keys = [...new Set(leafSets.flatMap((leaves) => [...leaves]))].map(sha256Hex).sort()
  if (keys.length === 0) return { count: 0, exact: true }
  const places = new Map(keys.map((key, at) => [key, at]))
  const members = keys.map((key) => ({ key, weight: 1n }))
  const nogoods = leafSets.map((leaves) => ({ members: [...leaves].map((leaf) => places.get(sha256Hex(leaf))!), price: null }))
  const { best, exact, lowerBound } = solve({ id: 'routes', members, nogoods, groups: [] }, { nodes })
  return { count: Number(exact ? best.cost : lowerBound), exact }
}

/**
 * The leaves of a conclusion: claims without premises, each known by its author and what it says, so that repeating it makes no second
 * route. Where a trace without premises is at the end, its author is its leaf (R26).
 */
export function leavesUnder(conclusion: Support, isTrace: (id: ItemId) => boolean, knowledge: Knowledge): ReadonlySet<string> {
  const { claims, keys } = knowledge
  const { supports } = claims
  const leaves = new Set<string>()
  const under = new Set([conclusion])
  for (const support of under) {
    const premises = supports.premisesOf(support)
    for (const id of premises) under.add(supports.find(id))
    if (premises.length > 0) continue
    const author = JSON.stringify(supports.authorOf(support))
    leaves.add(isTrace(supports.idOf(support)) ? author : `${author}${meaningKey(keys.statementOf(supports.factOf(support)))}`)
  }
  return leaves
}
