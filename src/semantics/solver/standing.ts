/** Standing: in how many of the repairs of least weight each member is kept; ties by hash play no part here. */
import { plainCosts, withoutTies } from './costs.ts'
import type { Instance } from './instance.ts'
import { wholePart, type Part } from './part.ts'
import type { Kept, Problem } from './problem.ts'
import type { Budget, Choice } from './search.ts'
import { isMinimalRepair } from './switches.ts'
import { openProblem, repairFrom, type Opened, type SolveOptions } from './solve.ts'
import { keptOf, knowledgeOf, note, noteAlone, settle, surveyFrom, type Knowledge } from './survey.ts'

/** Where members stand over all repairs of least weight. */
export interface Standings {
  /** By member index of the problem. */
  readonly kept: readonly Kept[]
  readonly exact: boolean
  readonly nodes: number
}

/** Where every member of `problem` stands. A member in no constraint is kept in all repairs, whatever the budget. */
export function standings(problem: Problem, options: SolveOptions): Standings {
  return standingsFrom(openProblem(problem, options))
}

/** Who is asked before a repair (member indices) counts as one, and the budget that is shared with others. */
interface Doubts {
  readonly budget: Budget
  isRepair(out: readonly number[]): boolean
}

/** Where the members of an opened problem stand. With `doubts`: nothing more is found out once a repair is refused. */
export function standingsFrom(opened: Opened, doubts?: Doubts): Standings {
  const { problem, instance, outcome, surveyed, budget: left } = opened
  const budget = doubts?.budget ?? { ...left }
  const known = doubts === undefined && surveyed !== undefined ? surveyed : surveyBelow(opened, budget, doubts?.isRepair)
  const kept = problem.members.map((): Kept => 'all')
  for (const element of wholePart(instance).ids) {
    if (element < instance.memberOf.length) kept[instance.memberOf[element]!] = keptOf(known, element)
  }
  return { kept, exact: outcome.exact && !kept.includes('unknown'), nodes: budget.used }
}

/** Surveys what is no lighter than the best repair, which is known. */
function surveyBelow({ instance, outcome: { best, exact } }: Opened, budget: Budget, isRepair?: Doubts['isRepair']): Knowledge {
  const known = doubtful(instance, budget, best, isRepair)
  const limit = withoutTies(instance.costs, best.cost)
  const part = wholePart(instance)
  if (exact) note(known, part, best.gone)
  const gone = new Set(best.gone)
  for (const piece of settle(known, part, limit)) {
    if (piece.needs.length === 1 && isRepair === undefined && instance.switches.length === 0) noteAlone(known, piece)
    else if (exact) {
      const least = piece.ids.reduce((sum, element) => (gone.has(element) ? sum + known.costs.exact[element]! : sum), 0n)
      surveyFrom(known, piece, { limit: least, isLeast: true })
    }
  }
  return known
}

/** Nothing is known of an instance whose repairs may be refused, or may be no minimal ones although they are minimal covers. */
function doubtful(instance: Instance, budget: Budget, best: Choice, isRepair?: Doubts['isRepair']): Knowledge {
  const costs = plainCosts(instance.costs, instance.entries)
  const wholeOf = (piece: Part, gone: readonly number[]): readonly number[] => {
    const here = new Set(piece.ids)
    return [...best.gone.filter((element) => !here.has(element)), ...gone]
  }
  const stands = (piece: Part, gone: readonly number[]): boolean => {
    return isRepair === undefined || isRepair(repairFrom(instance, { ...best, gone: wholeOf(piece, gone) }).out)
  }
  const isMinimal = (piece: Part, gone: readonly number[]): boolean | undefined =>
    instance.switches.length === 0 || isMinimalRepair(instance, wholeOf(piece, gone))
  return knowledgeOf(instance.elements, { costs, budget, stands, isMinimal })
}
