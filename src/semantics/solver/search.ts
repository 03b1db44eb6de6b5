/** Search: branch and bound for the one best repair of a part: cheapest, then the one holding the smallest element not shared. */
import { boundOf, type Bound } from './bound.ts'
import { costOf, liftBound, roundLimit, type Costs } from './costs.ts'
import { pricePerPlace, repairBy } from './greedy.ts'
import { costsIn, type Part } from './part.ts'
import { reduceForBest, remainder } from './reduce.ts'
import { split } from './split.ts'
import { drop, keep, workOn } from './work.ts'

/** A repair in instance elements, in no order, and its exact cost. */
export interface Choice {
  readonly gone: readonly number[]
  readonly cost: bigint
}

/** What a search may still spend. A search over budget answers nothing more and says so in `over`. */
export interface Budget {
  readonly nodes: number
  used: number
  /** Visits begun and not ended. */
  depth: number
  over: boolean
}

/** A question to a search: by which costs, and from which budget. */
interface Search {
  readonly costs: Costs
  readonly budget: Budget
}

/** Entries of a part that one node pays for: larger parts cost more nodes, so that a budget bounds time and memory. */
const ENTRIES_A_NODE = 100
/** Visits inside each other before a search counts as over budget: the call stack is not endless. */
const DEPTH_MAX = 1_000
/** Iterations for the bound of a part when it is met first, and below that. */
const ROUNDS_FIRST = 200
const ROUNDS_LATER = 16

/** A budget of `nodes`, unused. */
export function budgetOf(nodes: number): Budget {
  return { nodes, used: 0, depth: 0, over: false }
}

/** Charges a visit to `part`; false: the budget is used up. */
export function charge(budget: Budget, part: Part): boolean {
  const price = 1 + Math.floor(part.flat.length / ENTRIES_A_NODE)
  if (budget.used + price > budget.nodes || budget.depth >= DEPTH_MAX) budget.over = true
  else budget.used += price
  return !budget.over
}

/** The better of two choices: cheaper, else the one holding the smallest element that only one of them holds. */
export function better(a: Choice | null, b: Choice | null): Choice | null {
  if (a === null || b === null) return a ?? b
  if (a.cost !== b.cost) return a.cost < b.cost ? a : b
  const onlyIn = (one: Choice, other: Choice): number => {
    const held = new Set(other.gone)
    return one.gone.reduce((least, element) => (held.has(element) ? least : Math.min(least, element)), Infinity)
  }
  return onlyIn(a, b) <= onlyIn(b, a) ? a : b
}

/** Local elements of a part that are to go or to stay. */
export interface Decisions {
  readonly drop: readonly number[]
  readonly keep: readonly number[]
}

/** Nothing is decided; a part that is met so was never reduced. */
export const UNDECIDED: Decisions = { drop: [], keep: [] }

/** The best repair of `part` after `decisions`, if it costs at most `limit`; null when there is none, or when the budget ran out. */
export function bestUnder(part: Part, search: Search, limit: bigint, decisions: Decisions): Choice | null {
  const { costs } = search
  const work = workOn(part, decisions === UNDECIDED)
  for (const element of decisions.drop) drop(work, element)
  for (const element of decisions.keep) keep(work, element)
  reduceForBest(work, costs)
  if (work.failed) return null
  const { gone, part: rest } = remainder(work)
  const cost = costOf(costs, gone)
  if (cost > limit) return null
  const found = bestOfPieces(split(rest), search, limit - cost)
  return found === null ? null : { gone: [...gone, ...found.gone], cost: cost + found.cost }
}

/** Pieces are repaired apart; what the others cost at least is not there for one to spend. */
function bestOfPieces(pieces: readonly Part[], search: Search, limit: bigint): Choice | null {
  if (pieces.length === 1) return bestOfPiece(pieces[0]!, search, limit)
  const lows = pieces.map((piece) => quickBound(piece, search.costs))
  let spent = lows.reduce((sum, low) => sum + low, 0n)
  const gone: number[] = []
  let cost = 0n
  for (const [at, piece] of pieces.entries()) {
    spent -= lows[at]!
    const found = bestOfPiece(piece, search, limit - spent - cost)
    if (found === null) return null
    for (const element of found.gone) gone.push(element)
    cost += found.cost
  }
  return { gone, cost }
}

function quickBound(piece: Part, costs: Costs): bigint {
  return liftBound(costs, boundOf(piece, costsIn(piece, costs.rounded), Infinity, 0).low, piece.ids.length)
}

function bestOfPiece(piece: Part, search: Search, limit: bigint): Choice | null {
  const { costs, budget } = search
  if (limit < 0n || !charge(budget, piece)) return null
  budget.depth++
  const found = visit(piece, search, limit, costsIn(piece, costs.rounded))
  budget.depth--
  return budget.over ? null : found
}

/** One node: a bound, a greedy repair to measure it by, what both decide, and a branch on the rest. */
function visit(piece: Part, search: Search, most: bigint, local: Float64Array): Choice | null {
  const { costs } = search
  const first = piece.duals.every((dual) => dual === 0)
  let known = first ? within(most, greedyOf(piece, costs, local, pricePerPlace(piece, local))) : null
  const bound = boundOf(piece, local, roundLimit(costs, known?.cost ?? most), first ? ROUNDS_FIRST : ROUNDS_LATER)
  const low = liftBound(costs, bound.low, piece.ids.length)
  if (low > most) return null
  known = better(known, within(most, greedyOf(piece, costs, local, bound.reduced)))
  const limit = known?.cost ?? most
  const fixed = fixedBy(bound, roundLimit(costs, limit))
  const warm: Part = { ...piece, duals: bound.duals }
  const settled = fixed.drop.length + fixed.keep.length > 0
  const found = settled ? bestUnder(warm, search, limit, fixed) : branch(warm, search, limit, bound.reduced)
  return better(known, found)
}

function within(limit: bigint, choice: Choice): Choice | null {
  return choice.cost <= limit ? choice : null
}

/** A greedy repair of a part as a choice. */
export function greedyOf(part: Part, costs: Costs, local: Float64Array, score: Float64Array): Choice {
  const gone = repairBy(part, score, local).map((element) => part.ids[element]!)
  return { gone, cost: costOf(costs, gone) }
}

/** Elements whose other decision would lift the bound above the limit. */
export function fixedBy(bound: Bound, limit: number): Decisions {
  const decisions = { drop: [] as number[], keep: [] as number[] }
  bound.reduced.forEach((reduced, element) => {
    if (reduced > 0 && bound.low + reduced > limit) decisions.keep.push(element)
    if (reduced < 0 && bound.low - reduced > limit) decisions.drop.push(element)
  })
  return decisions
}

function branch(part: Part, search: Search, limit: bigint, reduced: Float64Array): Choice | null {
  const element = busiestOf(part, reduced)
  const gone = bestUnder(part, search, limit, { drop: [element], keep: [] })
  if (search.budget.over) return gone
  return better(gone, bestUnder(part, search, gone?.cost ?? limit, { drop: [], keep: [element] }))
}

/**
 * The element to decide next: the one in most constraints, those of two elements counting half as much again since they force the
 * other one; among equals the one of which the bound is least sure, then the first.
 */
export function busiestOf(part: Part, reduced: Float64Array): number {
  const busy = new Int32Array(part.ids.length)
  const { starts, flat } = part
  for (let constraint = 0; constraint < part.needs.length; constraint++) {
    const size = starts[constraint + 1]! - starts[constraint]!
    const value = size === 2 ? 3 : 2
    for (let at = starts[constraint]!; at < starts[constraint + 1]!; at++) busy[flat[at]!]! += value
  }
  let busiest = 0
  for (let element = 1; element < busy.length; element++) {
    const more = busy[element]! - busy[busiest]!
    if (more > 0 || (more === 0 && Math.abs(reduced[element]!) < Math.abs(reduced[busiest]!))) busiest = element
  }
  return busiest
}
