/** Solve: the preferred repair of a component, exact within a budget of search nodes, and the same on every machine. */
import { liftBound, weightIn, type Costs } from './costs.ts'
import { boundOf } from './bound.ts'
import { pricePerPlace } from './greedy.ts'
import { instanceOf, type Instance } from './instance.ts'
import { costsIn, wholePart, type Part } from './part.ts'
import type { Problem, Repair, Solved } from './problem.ts'
import { reduceForBest, remainder } from './reduce.ts'
import { better, bestUnder, budgetOf, greedyOf, UNDECIDED, type Budget, type Choice } from './search.ts'
import { split } from './split.ts'
import { workOn } from './work.ts'

/** Iterations for the lower bound that is reported when the budget ran out, and for the greedy repair beside it. */
const ROUNDS_REPORTED = 60

/** How far the search goes. */
export interface SolveOptions {
  /** Search nodes that may be visited; a part of more than 1,000 entries counts as several. */
  readonly nodes: number
}

/** The repair of least weight; among equals that of the least sum of ties, then that holding the smallest key. */
export function solve(problem: Problem, { nodes }: SolveOptions): Solved {
  const instance = instanceOf(problem)
  const budget = budgetOf(nodes)
  const { best, exact, low } = solveInstance(instance, instance.costs, budget)
  const { costs } = instance
  return { best: repairFrom(instance, best), exact, lowerBound: weightIn(costs, low), nodes: budget.used }
}

/** An optimum or, when not exact, a greedy choice and a bound on the exact cost of the optimum. */
export interface Outcome {
  readonly best: Choice
  readonly exact: boolean
  readonly low: bigint
}

/** Solves piece by piece, the smallest first, so that a piece over budget does not cost the others their answer. */
export function solveInstance(instance: Instance, costs: Costs, budget: Budget): Outcome {
  const work = workOn(wholePart(instance), true)
  reduceForBest(work, costs.rank)
  const { gone, part } = remainder(work)
  const all = [...gone]
  let low = 0n
  for (const piece of split(part)) {
    const outcome = solvePiece(piece, costs, budget)
    for (const element of outcome.best.gone) all.push(element)
    low += outcome.low
  }
  const base = gone.reduce((sum, element) => sum + costs.exact[element]!, 0n)
  const cost = all.reduce((sum, element) => sum + costs.exact[element]!, 0n)
  return { best: { gone: all, cost }, exact: !budget.over, low: base + low }
}

function solvePiece(piece: Part, costs: Costs, budget: Budget): Outcome {
  const local = costsIn(piece, costs.rounded)
  const guess = greedyOf(piece, costs, local, pricePerPlace(piece, local))
  const aim = { limit: guess.cost, floor: 0n }
  const found = budget.over ? null : bestUnder(piece, { costs, budget, any: false }, aim, UNDECIDED)
  if (found !== null && !budget.over) return { best: found, exact: true, low: found.cost }
  const bound = boundOf(piece, local, Infinity, ROUNDS_REPORTED)
  const best = better(guess, greedyOf(piece, costs, local, bound.reduced)) ?? guess
  return { best, exact: false, low: liftBound(costs, bound.low) }
}

/** A choice as the caller knows it: member indices sorted by key, and the weight without ties. */
export function repairFrom(instance: Instance, choice: Choice): Repair {
  const members = choice.gone.filter((element) => element < instance.memberOf.length).sort((a, b) => a - b)
  return { out: members.map((element) => instance.memberOf[element]!), cost: weightIn(instance.costs, choice.cost) }
}
