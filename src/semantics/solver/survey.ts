/** Survey: where every element of a part stands in its repairs of least weight, and what that weight is, in one search. */
import { standAlone } from './alone.ts'
import { boundOf, type Bound } from './bound.ts'
import { costOf, liftBound, plainCosts, roundLimit, type Costs } from './costs.ts'
import { enumerate } from './enumerate.ts'
import { pricePerPlace, repairBy } from './greedy.ts'
import type { Instance } from './instance.ts'
import { costsIn, wholePart, type Part } from './part.ts'
import type { Kept } from './problem.ts'
import { reduceForBest, remainder } from './reduce.ts'
import { budgetOf, fixedBy, type Budget } from './search.ts'
import { split } from './split.ts'
import { bettered } from './swap.ts'
import { drop, keep, workOn } from './work.ts'

/** Iterations for the bound that settles most elements before any is asked about. */
const ROUNDS = 120
/** Iterations for the bound of a piece, which goes on from that. */
const ROUNDS_LATER = 16

/** What is known so far, by element of the instance. */
export interface Knowledge {
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

/** Nothing is known yet. */
export function knowledgeOf(
  elements: number,
  { costs, budget, stands, isMinimal }: Pick<Knowledge, 'costs' | 'budget' | 'stands' | 'isMinimal'>,
): Knowledge {
  const flags = (): Uint8Array => new Uint8Array(elements)
  return { costs, budget, stands, isMinimal, keptOnce: flags(), goneOnce: flags(), keptNever: flags(), goneNever: flags() }
}

/**
 * Surveys an instance without switches from nothing. The search for the least weight and the proof that there is no less are most of the
 * work of telling where elements stand, and the other way round: hence both at once. With `budget.over` nothing of it may be used.
 */
export function surveyOf(instance: Instance, nodes: number): Knowledge {
  const costs = plainCosts(instance.costs, instance.entries)
  const always = (): true => true
  const known = knowledgeOf(instance.elements, { costs, budget: budgetOf(nodes), stands: always, isMinimal: always })
  for (const piece of settle(known, wholePart(instance))) {
    if (piece.needs.length === 1) {
      noteAlone(known, piece)
      continue
    }
    const bound = boundOf(piece, costsIn(piece, costs.rounded), Infinity, ROUNDS_LATER)
    surveyFrom(known, piece, { limit: guessOf(piece, costs, bound), isLeast: false })
  }
  return known
}

/** What a good repair of `part` weighs: close to the least, so that little is looked at that is dearer. */
function guessOf(part: Part, costs: Costs, { low, reduced }: Bound): bigint {
  const local = costsIn(part, costs.rounded)
  const least = liftBound(costs, low, part.ids.length)
  const weightOf = (repair: readonly number[]): bigint => costOf(costs, repair.map((element) => part.ids[element]!))
  let guess = weightOf(repairBy(part, reduced, local))
  for (const score of [reduced, pricePerPlace(part, local)]) {
    if (guess === least) break
    const weight = weightOf(bettered(part, repairBy(part, score, local), local))
    if (weight < guess) guess = weight
  }
  return guess
}

/** Where an element stands by what is known. */
export function keptOf(known: Knowledge, element: number): Kept {
  if (known.keptNever[element] === 1) return 'none'
  if (known.goneNever[element] === 1) return 'all'
  return known.keptOnce[element] === 1 && known.goneOnce[element] === 1 ? 'some' : 'unknown'
}

/** Notes a repair of least weight of `part`: its elements go, the others of the part are kept. If it is none, nothing more is found out. */
export function note(known: Knowledge, part: Part, gone: readonly number[]): void {
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

/** Notes where the elements of a piece with one constraint stand. */
export function noteAlone(known: Knowledge, piece: Part): void {
  const weights = Array.from(piece.ids, (element) => known.costs.exact[element]!)
  standAlone(piece, weights).forEach((kept, local) => {
    const element = piece.ids[local]!
    known.keptOnce[element] = known.goneOnce[element] = kept === 'some' ? 1 : 0
    known.goneNever[element] = kept === 'all' ? 1 : 0
    known.keptNever[element] = kept === 'none' ? 1 : 0
  })
}

/** Decides what the bound alone decides, and answers the pieces that are left; `least` is the least weight, where it is known. */
export function settle(known: Knowledge, part: Part, least?: bigint): readonly Part[] {
  const { costs } = known
  const bound = boundOf(part, costsIn(part, costs.rounded), least === undefined ? Infinity : roundLimit(costs, least), ROUNDS)
  const fixed = fixedBy(bound, roundLimit(costs, least ?? guessOf(part, costs, bound)))
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

/**
 * Goes through the repairs of least weight of a piece as long as they show something new; what none shows, none has. `limit` is what some
 * repair of the piece weighs; unless it is the least, lighter ones are looked for, and what heavier ones showed is then forgotten.
 */
export function surveyFrom(known: Knowledge, piece: Part, { limit, isLeast }: { readonly limit: bigint; readonly isLeast: boolean }): void {
  let least = limit
  const lower = (cost: bigint): void => {
    if (cost >= least) return
    least = cost
    for (const element of piece.ids) known.goneOnce[element] = known.keptOnce[element] = 0
  }
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
  const take = ({ gone, cost }: { readonly gone: readonly number[]; readonly cost: bigint }): boolean => {
    const isMinimal = known.isMinimal(piece, gone)
    if (isMinimal === true) {
      lower(cost)
      note(known, piece, gone)
    } else if (isMinimal === undefined) known.budget.over = true
    return false
  }
  enumerate(piece, known.costs, known.budget, { limit: () => least, take, wants, leastOnly: true, ...(isLeast ? {} : { lower }) })
  if (known.budget.over) return
  for (const element of piece.ids) {
    if (known.keptOnce[element] === 0) known.keptNever[element] = 1
    if (known.goneOnce[element] === 0) known.goneNever[element] = 1
  }
}
