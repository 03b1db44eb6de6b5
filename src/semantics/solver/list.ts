/** List: the ways out of a component, best first: minimal repairs that differ, up to a number, and whether there are more. */
import { boundOf } from './bound.ts'
import { liftBound, roundLimit } from './costs.ts'
import { enumerate } from './enumerate.ts'
import type { Instance } from './instance.ts'
import { costsIn, partOf } from './part.ts'
import type { Problem, Repair } from './problem.ts'
import { better, type Budget, type Choice } from './search.ts'
import { openProblem, repairFrom, type Opened } from './solve.ts'

/** Iterations for the bound that all passes begin with. */
const ROUNDS = 150

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
  return listOpened(openProblem(problem, { nodes }), forks)
}

/** The same of an opened problem. */
export function listOpened(opened: Opened, forks: number): Listed {
  const { repairs, exact, nodes } = listFrom(opened, forks + 1)
  return { repairs: repairs.slice(0, forks), more: !exact || repairs.length > forks, exact, nodes }
}

/** The `room` best minimal repairs of an opened problem, all there are if fewer; spends from `budget`, else from what solving left. */
export function listFrom({ instance, outcome, budget: left }: Opened, room: number, budget: Budget = { ...left }): Omit<Listed, 'more'> {
  const { best, exact } = outcome
  const found = collect(room, best)
  if (exact && best.gone.length > 0) deepen(instance, found, best.cost, budget)
  const repairs = found.choices.map((choice) => repairFrom(instance, choice))
  return { repairs, exact: !budget.over, nodes: budget.used }
}

interface Collection {
  readonly room: number
  /** The best so far, in order. */
  readonly choices: Choice[]
  take(choice: Choice): void
}

function collect(room: number, best: Choice): Collection {
  const choices = [best]
  const take = (choice: Choice): void => {
    let at = 0
    while (at < choices.length && better(choices[at]!, choice) === choices[at] && !isSame(choices[at]!, choice)) at++
    if (at < choices.length && isSame(choices[at]!, choice)) return
    choices.splice(at, 0, choice)
    if (choices.length > room) choices.pop()
  }
  return { room, choices, take }
}

/**
 * Enumerates under a limit that rises until there is room for no more. A limit far above what is needed costs many times the nodes, so the
 * next one is where as many repairs as are lacking may begin by what was passed over, but at least twice as far from the best.
 */
function deepen({ costs, constraints }: Instance, found: Collection, best: bigint, budget: Budget): void {
  const whole = partOf(constraints)
  const part = { ...whole, duals: boundOf(whole, costsIn(whole, costs.rounded), roundLimit(costs, best), ROUNDS).duals }
  const { room, choices } = found
  for (let limit = best; ;) {
    const passed = leastOf(room)
    enumerate(part, costs, budget, {
      limit: () => (choices.length === room && choices.at(-1)!.cost < limit ? choices.at(-1)!.cost : limit),
      take(choice) {
        found.take(choice)
        return false
      },
      pass: passed.add,
    })
    const next = passed.least.at(room - choices.length)
    if (budget.over || choices.length === room || passed.least.length === 0) return
    const far = best + (limit - best) * 2n
    const near = liftBound(costs, next ?? passed.least.at(-1)!, 0)
    limit = near > far ? near : far + 1n
  }
}

/** Holds the least `room` of the numbers added, ascending. */
function leastOf(room: number): { readonly least: readonly number[]; add(number: number): void } {
  const least: number[] = []
  const add = (number: number): void => {
    if (least.length === room && number >= least[room - 1]!) return
    let at = least.length
    while (at > 0 && least[at - 1]! > number) at--
    least.splice(at, 0, number)
    if (least.length > room) least.pop()
  }
  return { least, add }
}

function isSame(a: Choice, b: Choice): boolean {
  if (a.cost !== b.cost || a.gone.length !== b.gone.length) return false
  const held = new Set(a.gone)
  return b.gone.every((element) => held.has(element))
}
