/** Standing: in how many of the repairs of least weight each member is kept; ties by hash play no part here. */
import { standAlone } from './alone.ts'
import { boundOf } from './bound.ts'
import { plainCosts, roundLimit, withoutTies, type Costs } from './costs.ts'
import { enumerate } from './enumerate.ts'
import type { Instance } from './instance.ts'
import { costsIn, wholePart, type Part } from './part.ts'
import type { Kept, Problem } from './problem.ts'
import { reduceForBest, remainder } from './reduce.ts'
import { fixedBy, type Budget, type Choice } from './search.ts'
import { isMinimalRepair } from './switches.ts'
import { openProblem, repairFrom, type Opened, type SolveOptions } from './solve.ts'
import { split } from './split.ts'
import { drop, keep, workOn } from './work.ts'

/** Where members stand over all repairs of least weight. */
export interface Standings {
  /** By member index of the problem. */
  readonly kept: readonly Kept[]
  readonly exact: boolean
  readonly nodes: number
}

/** Iterations for the bound that settles most elements before any is asked about. */
const ROUNDS = 120

/** What is known so far, by element of the instance. */
interface Knowledge {
  readonly costs: Costs
  readonly budget: Budget
  /** Whether dropping `gone` of a piece, and the best of the other pieces, is a repair. */
  stands(piece: Part, gone: readonly number[]): boolean
  /** Whether that is minimal where covers may not be; undefined: not known. */
  isMinimal(piece: Part, gone: readonly number[]): boolean | undefined
  /** A repair of least weight is known that keeps the element, or drops it. */
  readonly keptOnce: Uint8Array
  readonly goneOnce: Uint8Array
  /** It is known that none does. */
  readonly keptNever: Uint8Array
  readonly goneNever: Uint8Array
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
export function standingsFrom({ problem, instance, outcome, budget: left }: Opened, doubts?: Doubts): Standings {
  const { best, exact } = outcome
  const budget = doubts?.budget ?? { ...left }
  const isRepair = doubts?.isRepair
  const known = knowledgeOf(instance, budget, best, isRepair)
  const limit = withoutTies(instance.costs, best.cost)
  const part = wholePart(instance)
  if (exact) note(known, part, best.gone)
  for (const piece of settle(known, part, limit)) {
    if (piece.needs.length === 1 && isRepair === undefined && instance.switches.length === 0) noteAlone(known, piece)
    else if (exact) survey(known, piece, best)
  }
  const kept = problem.members.map((): Kept => 'all')
  for (const element of part.ids) {
    if (element < instance.memberOf.length) kept[instance.memberOf[element]!] = keptOf(known, element)
  }
  return { kept, exact: exact && !kept.includes('unknown'), nodes: budget.used }
}

function knowledgeOf(instance: Instance, budget: Budget, best: Choice, isRepair?: Doubts['isRepair']): Knowledge {
  const flags = (): Uint8Array => new Uint8Array(instance.elements)
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
  return { costs, budget, stands, isMinimal, keptOnce: flags(), goneOnce: flags(), keptNever: flags(), goneNever: flags() }
}

function keptOf(known: Knowledge, element: number): Kept {
  if (known.keptNever[element] === 1) return 'none'
  if (known.goneNever[element] === 1) return 'all'
  return known.keptOnce[element] === 1 && known.goneOnce[element] === 1 ? 'some' : 'unknown'
}

/** Notes a repair of least weight of `part`: its elements go, the others of the part are kept. If it is none, nothing more is found out. */
function note(known: Knowledge, part: Part, gone: readonly number[]): void {
  if (!known.stands(part, gone)) {
    known.budget.over = true
    return
  }
  const held = new Set(gone)
  for (const element of part.ids) {
    const flags = held.has(element) ? known.goneOnce : known.keptOnce
    flags[element] = 1
  }
}

function noteAlone(known: Knowledge, piece: Part): void {
  const weights = Array.from(piece.ids, (element) => known.costs.exact[element]!)
  standAlone(piece, weights).forEach((kept, local) => {
    const element = piece.ids[local]!
    known.keptOnce[element] = known.goneOnce[element] = kept === 'some' ? 1 : 0
    known.goneNever[element] = kept === 'all' ? 1 : 0
    known.keptNever[element] = kept === 'none' ? 1 : 0
  })
}

/** Decides what the bound alone decides, and answers the pieces that are left; `limit` is a weight that some repair has. */
function settle(known: Knowledge, part: Part, limit: bigint): readonly Part[] {
  const { costs } = known
  const bound = boundOf(part, costsIn(part, costs.rounded), roundLimit(costs, limit), ROUNDS)
  const fixed = fixedBy(bound, roundLimit(costs, limit))
  const work = workOn({ ...part, duals: bound.duals }, true)
  for (const element of fixed.drop) drop(work, element)
  for (const element of fixed.keep) keep(work, element)
  reduceForBest(work, costs)
  const left = remainder(work)
  const open = new Set(left.part.ids)
  const gone = new Set(left.gone)
  for (const element of part.ids) {
    if (gone.has(element)) known.keptNever[element] = 1
    else if (!open.has(element)) known.goneNever[element] = 1
  }
  return split(left.part)
}

/** Goes through the repairs of least weight of a piece as long as they show something new; what none shows, none has. */
function survey(known: Knowledge, piece: Part, { gone }: Choice): void {
  const best = new Set(gone)
  const limit = piece.ids.reduce((sum, element) => (best.has(element) ? sum + known.costs.exact[element]! : sum), 0n)
  const state = new Uint8Array(known.keptOnce.length)
  const wants = (gone: readonly number[], open: Part): boolean => {
    for (const element of gone) state[element] = 1
    for (const element of open.ids) state[element] = 2
    const isNew = piece.ids.some((element) => {
      const here = state[element]!
      return (here !== 0 && known.goneOnce[element] === 0) || (here !== 1 && known.keptOnce[element] === 0)
    })
    for (const element of piece.ids) state[element] = 0
    return isNew
  }
  const take = (choice: Choice): boolean => {
    const isMinimal = known.isMinimal(piece, choice.gone)
    if (isMinimal === true) note(known, piece, choice.gone)
    else if (isMinimal === undefined) known.budget.over = true
    return false
  }
  enumerate(piece, known.costs, known.budget, { limit: () => limit, take, wants, leastOnly: true })
  if (known.budget.over) return
  for (const element of piece.ids) {
    if (known.keptOnce[element] === 0) known.keptNever[element] = 1
    if (known.goneOnce[element] === 0) known.goneNever[element] = 1
  }
}
