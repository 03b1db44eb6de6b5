/** List: the ways out of a component, best first: minimal repairs that differ, up to a number, and whether there are more. */
import { boundOf } from './bound.ts'
import { costOf, roundLimit } from './costs.ts'
import { enumerate, measureOf, minimalIn } from './enumerate.ts'
import type { Instance } from './instance.ts'
import { costsIn, wholePart, type Part } from './part.ts'
import type { Problem, Repair } from './problem.ts'
import { reduceForBest, remainder } from './reduce.ts'
import { better, greedyOf, type Budget, type Choice } from './search.ts'
import { openProblem, repairFrom, type Opened } from './solve.ts'
import { keep, workOn } from './work.ts'

/** How far the listing goes. */
export interface ListOptions {
  /** Search nodes for all of it, the solving included. */
  readonly nodes: number
  /** Repairs listed at most: at least 1. */
  readonly forks: number
}

/** The repairs found and whether there are more. */
export interface Listed {
  /** Best first, in the order of `solve`; each minimal, no two alike. The first is always there. */
  readonly repairs: readonly Repair[]
  readonly more: boolean
  /** Whether these are the best ones; the first may be exact when this is not. */
  readonly exact: boolean
  readonly nodes: number
}

/** The `forks` best minimal repairs of `problem`. Over budget: those found, and `more`. */
export function listRepairs(problem: Problem, { nodes, forks }: ListOptions): Listed {
  const { repairs, exact, nodes: used } = listFrom(openProblem(problem, { nodes }), forks + 1)
  return { repairs: repairs.slice(0, forks), more: !exact || repairs.length > forks, exact, nodes: used }
}

/** The `room` best minimal repairs of an opened problem, all there are if fewer; spends from `budget`, else from what solving left. */
export function listFrom({ instance, outcome, budget: left }: Opened, room: number, budget: Budget = { ...left }): Omit<Listed, 'more'> {
  const { best, exact } = outcome
  const found = collect(room, best)
  if (exact && best.gone.length > 0) {
    const part = wholePart(instance)
    seed(instance, part, best, { room, take: (choice) => found.take(choice) })
    enumerate(part, instance.costs, budget, found)
  }
  const repairs = found.choices.map((choice) => repairFrom(instance, choice))
  return { repairs, exact: !budget.over, nodes: budget.used }
}

/** Holds the best `room` choices, in order; the limit is the cost of the last once the room is full. */
function collect(room: number, best: Choice): { choices: Choice[]; limit(): bigint | null; take(choice: Choice): boolean } {
  const choices = [best]
  const take = (choice: Choice): boolean => {
    let at = 0
    while (at < choices.length && better(choices[at]!, choice) === choices[at] && !isSame(choices[at]!, choice)) at++
    if (at < choices.length && isSame(choices[at]!, choice)) return false
    choices.splice(at, 0, choice)
    if (choices.length > room) choices.pop()
    return false
  }
  return { choices, limit: () => (choices.length < room ? null : choices.at(-1)!.cost), take }
}

function isSame(a: Choice, b: Choice): boolean {
  if (a.cost !== b.cost || a.gone.length !== b.gone.length) return false
  const held = new Set(a.gone)
  return b.gone.every((element) => held.has(element))
}

interface Wanted {
  readonly room: number
  readonly take: (choice: Choice) => boolean
}

/** Neighbours of the best repair, found greedily: each keeps one element that the best drops. They make the first limit a low one. */
function seed(instance: Instance, part: Part, best: Choice, wanted: Wanted): void {
  const { costs } = instance
  const { room, take } = wanted
  const measure = measureOf(part)
  const bound = boundOf(part, costsIn(part, costs.rounded), roundLimit(costs, best.cost), 30)
  const gone = best.gone.map((element) => measure.localOf.get(element)!)
  gone.sort((a, b) => Math.abs(bound.reduced[a]!) - Math.abs(bound.reduced[b]!) || a - b)
  for (const element of gone.slice(0, room * 2)) {
    const work = workOn({ ...part, duals: bound.duals }, true)
    keep(work, element)
    reduceForBest(work, costs)
    if (work.failed) continue
    const { gone: forced, part: rest } = remainder(work)
    const local = costsIn(rest, costs.rounded)
    const guess = greedyOf(rest, costs, local, boundOf(rest, local, Infinity, 10).reduced)
    const all = minimalIn(measure, [...forced, ...guess.gone], -1)
    take({ gone: all, cost: costOf(costs, all) })
  }
}
