/** Lazy: the same questions about a problem of which not all nogoods are known beforehand: each repair is asked about before it counts. */
import { openLazily, startAsking, type Asking, type More } from './asking.ts'
import { plainCosts, withoutTies } from './costs.ts'
import { enumerate } from './enumerate.ts'
import { listedFrom, listFrom, type Listed, type ListOptions } from './list.ts'
import { wholePart } from './part.ts'
import type { Kept, Problem, Repair, Solved } from './problem.ts'
import { repairFrom, type Opened, type SolveOptions } from './solve.ts'
import { standingsFrom, type Standings } from './standing.ts'

/** An answer together with the problem in which everything that was found is a nogood: to put the next question about. */
export type Lazily<T> = T & { readonly problem: Problem }

/**
 * The best repair after which nothing is broken, over all nogoods that `more` knows: the best by what is known is asked about until one
 * stands. Not exact: the repair stands, but may drop more than is needed. `nodes` are for all of it, one for each question to `more`.
 */
export function solveLazily(problem: Problem, more: More, { nodes }: SolveOptions): Lazily<Solved> {
  const asking = startAsking(problem, more, nodes)
  const { solved } = openLazily(asking)
  return { ...solved, nodes: asking.budget.used, problem: asking.problem() }
}

/** The best minimal repairs after each of which nothing is broken. Over budget: those found that stand, perhaps not minimal if only one. */
export function listLazily(problem: Problem, more: More, { nodes, forks }: ListOptions): Lazily<Listed> {
  const asking = startAsking(problem, more, nodes)
  for (;;) {
    const { opened, solved } = openLazily(asking)
    const end = (repairs: readonly Repair[], exact: boolean): Lazily<Listed> => {
      return { ...listedFrom(repairs, { forks, exact, nodes: asking.budget.used }), problem: asking.problem() }
    }
    if (opened === undefined) return end([solved.best], false)
    const before = asking.problem()
    const { repairs, exact } = listFrom(opened, forks + 1, asking.budget)
    // Every one is asked about, so that one round finds all that is broken; what stands is minimal over more nogoods too.
    const standing = repairs.filter(({ out }) => asking.stands(out))
    if (standing.length === repairs.length) return end(repairs, exact)
    if (asking.problem() === before) return end(standing.length > 0 ? standing : [solved.best], false)
  }
}

/** Where members stand over all minimal repairs of least weight after which nothing is broken; over budget `unknown`. */
export function standingsLazily(problem: Problem, more: More, { nodes }: SolveOptions): Lazily<Standings> {
  const asking = startAsking(problem, more, nodes)
  const { budget } = asking
  for (;;) {
    const { opened } = openLazily(asking)
    const before = asking.problem()
    if (opened === undefined) return { kept: problem.members.map(() => 'unknown'), exact: false, nodes: budget.used, problem: before }
    const kept = withWeightless(standingsFrom(opened, { budget, isRepair: asking.stands }).kept, opened, asking)
    if (asking.problem() === before) return { kept, exact: !kept.includes('unknown'), nodes: budget.used, problem: before }
  }
}

/**
 * A member of no weight may be dropped for a nogood that no repair asked about has shown: that all keep it is known only when every repair
 * of least weight was asked about.
 */
function withWeightless(kept: readonly Kept[], opened: Opened, asking: Asking): readonly Kept[] {
  const isOpen = (member: number): boolean => opened.problem.members[member]!.weight === 0n && kept[member] === 'all'
  if (!kept.some((_, member) => isOpen(member)) || allStand(opened, asking)) return kept
  return kept.map((value, member) => (isOpen(member) ? 'unknown' : value))
}

function allStand({ instance, outcome }: Opened, { budget, stands }: Asking): boolean {
  const costs = plainCosts(instance.costs, instance.entries)
  const least = withoutTies(instance.costs, outcome.best.cost)
  let all = true
  const take = (gone: readonly number[]): boolean => {
    all = stands(repairFrom(instance, { gone, cost: 0n }).out)
    return !all
  }
  enumerate(wholePart(instance), costs, budget, { limit: () => least, take: ({ gone }) => take(gone) })
  return all && !budget.over
}
