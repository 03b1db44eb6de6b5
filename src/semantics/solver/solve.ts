/** Solve: the preferred repair of a component, exact within a budget of search nodes, and the same on every machine. */
import { costOf, liftBound, weightIn, type Costs } from './costs.ts'
import { boundOf } from './bound.ts'
import { pricePerPlace } from './greedy.ts'
import { instanceOf, type Instance } from './instance.ts'
import { costsIn, wholePart, type Part } from './part.ts'
import type { Problem, Repair, Solved } from './problem.ts'
import { reduceForBest, remainder } from './reduce.ts'
import { better, bestUnder, budgetOf, greedyOf, UNDECIDED, type Budget, type Choice } from './search.ts'
import { split } from './split.ts'
import { surveyOf, type Knowledge } from './survey.ts'
import { drop, keep, workOn, type Work } from './work.ts'

/** The share of a budget that a survey may take. */
const SURVEY_SHARE = 0.5
/** Iterations for the lower bound that is reported when the budget ran out, and for the greedy repair beside it. */
const ROUNDS_REPORTED = 60

/** How far the search goes. */
export interface SolveOptions {
  /** Search nodes that may be visited; a part of more than 100 entries counts as several. */
  readonly nodes: number
}

/** The repair of least weight; among equals that of the least sum of ties, then that holding the smallest key. */
export function solve(problem: Problem, options: SolveOptions): Solved {
  return solvedFrom(openWithin(problem, budgetOf(options.nodes)))
}

/** A problem whose best repair is known, for further questions: they go on with its budget where solving left off. */
export interface Opened {
  readonly problem: Problem
  readonly instance: Instance
  readonly outcome: Outcome
  /** Where elements stand, if that was found out on the way. */
  readonly surveyed?: Knowledge
  /** What solving left of the budget. */
  readonly budget: Budget
}

/**
 * Solves `problem` for further questions: first where everything stands, since then ties are between few elements. That may take a part of
 * the budget; if it is too little, the best repair is still looked for.
 */
export function openProblem(problem: Problem, { nodes }: SolveOptions): Opened {
  const instance = instanceOf(problem)
  const budget = budgetOf(nodes)
  // With switches not every least cover is a minimal repair.
  const surveyed = instance.switches.length === 0 ? surveyOf(instance, Math.floor(nodes * SURVEY_SHARE)) : undefined
  budget.used += surveyed?.budget.used ?? 0
  if (surveyed === undefined || surveyed.budget.over) return { problem, instance, outcome: solveInstance(instance, budget), budget }
  return { problem, instance, outcome: solveInstance(instance, budget, surveyed), surveyed, budget }
}

/** The same, spending from a budget that others share. */
export function openWithin(problem: Problem, budget: Budget): Opened {
  const instance = instanceOf(problem)
  return { problem, instance, outcome: solveInstance(instance, budget), budget }
}

/** The answer that opening a problem found. */
export function solvedFrom({ instance, outcome, budget }: Opened): Solved {
  const { best, exact, low } = outcome
  const lowest = weightIn(instance.costs, low) - instance.forced
  return { best: repairFrom(instance, best), exact, lowerBound: lowest > 0n ? lowest : 0n, nodes: budget.used }
}

/** An optimum or, when not exact, a greedy choice and a bound on the exact cost of the optimum. */
export interface Outcome {
  readonly best: Choice
  readonly exact: boolean
  readonly low: bigint
}

/** Solves piece by piece, the smallest first, so that a piece over budget does not cost the others their answer. */
function solveInstance(instance: Instance, budget: Budget, known?: Knowledge): Outcome {
  const { costs } = instance
  const work = workOn(wholePart(instance), true)
  if (known !== undefined) decide(work, known)
  reduceForBest(work, costs)
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
  const outcome = { best: { gone: all, cost }, exact: !budget.over, low: base + low }
  return outcome.exact || instance.switches.length === 0 ? outcome : { ...outcome, best: withoutSwitches(instance, costs) }
}

/** What all repairs of least weight have in common goes and stays. */
function decide(work: Work, { keptNever, goneNever }: Knowledge): void {
  work.part.ids.forEach((element, local) => {
    if (keptNever[element] === 1) drop(work, local)
    if (goneNever[element] === 1) keep(work, local)
  })
}

/** A repair that drops every member that has a switch: a greedy one may use a switch although its member goes. */
function withoutSwitches(instance: Instance, costs: Costs): Choice {
  const whole = wholePart(instance)
  const work = workOn(whole, true)
  const localOf = new Map(Array.from(whole.ids, (id, local) => [id, local]))
  for (const { member, stays } of instance.switches) {
    drop(work, localOf.get(member)!)
    keep(work, localOf.get(stays)!)
  }
  const { gone, part } = remainder(work)
  const local = costsIn(part, costs.rounded)
  const guess = greedyOf(part, costs, local, pricePerPlace(part, local))
  const all = [...gone, ...guess.gone]
  return { gone: all, cost: costOf(costs, all) }
}

function solvePiece(piece: Part, costs: Costs, budget: Budget): Outcome {
  const local = costsIn(piece, costs.rounded)
  const guess = greedyOf(piece, costs, local, pricePerPlace(piece, local))
  const found = budget.over ? null : bestUnder(piece, { costs, budget }, guess.cost, UNDECIDED)
  if (found !== null && !budget.over) return { best: found, exact: true, low: found.cost }
  const bound = boundOf(piece, local, Infinity, ROUNDS_REPORTED)
  const best = better(guess, greedyOf(piece, costs, local, bound.reduced)) ?? guess
  return { best, exact: false, low: liftBound(costs, bound.low, piece.ids.length) }
}

/** A choice as the caller knows it: member indices sorted by key, and the weight without ties. */
export function repairFrom(instance: Instance, choice: Choice): Repair {
  const members = choice.gone.filter((element) => element < instance.memberOf.length).sort((a, b) => a - b)
  return { out: members.map((element) => instance.memberOf[element]!), cost: weightIn(instance.costs, choice.cost) - instance.forced }
}
