/** List: the ways out of a component, best first: minimal repairs that differ, up to a number, and whether there are more. */
import { boundOf } from './bound.ts'
import { liftBound, roundLimit } from './costs.ts'
import { enumerate } from './enumerate.ts'
import type { Instance } from './instance.ts'
import { costsIn, wholePart } from './part.ts'
import type { Problem, Repair } from './problem.ts'
import { better, type Budget, type Choice } from './search.ts'
import { isMinimalRepair } from './switches.ts'
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
  /** What the second best costs more than the best: how close it was. `null`: there is no second, or it is not known which it is. */
  readonly margin: bigint | null
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
  return listedFrom(repairs, { forks, exact, nodes })
}

/** What is listed of `repairs`, which are one more than asked for where there are more. */
export function listedFrom(repairs: readonly Repair[], { forks, exact, nodes }: ListOptions & { readonly exact: boolean }): Listed {
  const [first, second] = repairs
  const margin = exact && first !== undefined && second !== undefined ? second.cost - first.cost : null
  return { repairs: repairs.slice(0, forks), more: !exact || repairs.length > forks, margin, exact, nodes }
}

/** Repairs best first, and whether these are the best ones. */
type Found = Pick<Listed, 'repairs' | 'exact' | 'nodes'>

/** The `room` best minimal repairs of an opened problem, all there are if fewer; spends from `budget`, else from what solving left. */
export function listFrom({ instance, outcome, budget: left }: Opened, room: number, budget: Budget = { ...left }): Found {
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
function deepen(instance: Instance, found: Collection, best: bigint, budget: Budget): void {
  const { costs } = instance
  const whole = wholePart(instance)
  const last = lastCost(instance)
  const part = { ...whole, duals: boundOf(whole, costsIn(whole, costs.rounded), roundLimit(costs, best), ROUNDS).duals }
  const { room, choices } = found
  for (let limit = best; ;) {
    const passed = leastOf(room)
    enumerate(part, costs, budget, {
      limit: () => (choices.length === room && choices.at(-1)!.cost < limit ? choices.at(-1)!.cost : limit),
      take(choice) {
        const isWay = isMinimalRepair(instance, choice.gone)
        if (isWay === undefined) budget.over = true
        else if (isWay) found.take(choice)
        return false
      },
      pass: passed.add,
    })
    const next = passed.least.at(room - choices.length)
    if (budget.over || choices.length === room || passed.least.length === 0 || limit === last) return
    const far = best + (limit - best) * 2n
    const near = liftBound(costs, next ?? passed.least.at(-1)!, 0)
    limit = near > far ? near : far + 1n
    if (last !== null && limit > last) limit = last
  }
}

/** The cost past which a switch goes together with its member, which is no repair; null: there are no switches. */
function lastCost({ switches, forced, costs }: Instance): bigint | null {
  const each = switches.length === 0 ? 0n : forced / BigInt(switches.length)
  return each === 0n ? null : ((forced + each) / costs.scale) * costs.unit - 1n
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
